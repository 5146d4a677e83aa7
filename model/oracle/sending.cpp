// SPDX-License-Identifier: Apache-2.0
// kill, tgkill and rt_sigqueueinfo: signals that the program sends itself.
#include "model/oracle/oracle.h"

namespace timerlaw {

// kill and tgkill, to the program's own processes and threads.
void Oracle::kill(const Step& step, const StepResult& result) {
  const auto signo = static_cast<std::int32_t>(step.number);
  const bool invalid = signo < 0 || signo > kSigMax;
  const bool merging = !invalid && merges(signo);
  if (!invalid && !merging && result.ret == -kEagain) {
    accept("ARG-TC-8"_rule, true);
    return;
  }
  const bool to_thread = step.flags == kKillThread;
  const Party target = thread_named(step.tid);
  const bool by_leader = target == world_->leader;  // whose id names the process, even when it has exited
  const bool ours = target < kParties && (same_process(target) || (!to_thread && by_leader));
  if (!ours && !invalid) {
    // Another process of the program, or a thread that is gone.
    accept("SIG-ACT"_rule, true);
    if (result.ret == 0 && signo != 0) {
      send_to_waiting(target, signo, to_thread);
    }
    return;
  }
  if (!expect_error({invalid ? kEinval : 0, "SIG-ACT"_rule}, result) || invalid) {
    return;
  }
  accept("SIG-ACT"_rule);
  if (signo == 0) {
    return;
  }
  send({.signo = signo,
        .code = to_thread ? kSiTkill : kSiUser,
        .a = static_cast<std::int32_t>(pid_of(party_)),
        .b = static_cast<std::int32_t>(trace_.uid)},
       to_thread ? static_cast<Target>(target) : kProcess);
}

// rt_sigqueueinfo to the own process: any si_code that only the process itself may use is allowed.
void Oracle::queue(const Step& step, const StepResult& result) {
  const auto signo = static_cast<std::int32_t>(step.number);
  const bool invalid = signo < 0 || signo > kSigMax;
  if (!invalid && result.ret == -kEagain) {
    accept("ARG-TC-8"_rule, true);
    return;
  }
  // What only the kernel may say is refused from all but the thread that the process is named after.
  const auto code = static_cast<std::int32_t>(step.notify);
  const bool forbidden = (code >= 0 || code == kSiTkill) && party_ != world_->leader;
  const int error = forbidden ? kEperm : invalid ? kEinval : 0;
  if (!expect_error({error, "SIG-ACT"_rule}, result) || error != 0 || signo == 0) {
    return;
  }
  accept("SIG-ACT"_rule);
  send({.signo = signo,
        .code = code,
        .a = static_cast<std::int32_t>(pid_of(party_)),
        .b = static_cast<std::int32_t>(trace_.uid),
        .value = as_taken(step.sival, abi_)},
       kProcess);
}

// A forked process signals its parent, which waits for it.
void Oracle::send_to_waiting(Party target, Signo signo, bool to_thread) {
  for (ProcessState& process : world_->waiting) {
    if (target < kParties && (process.threads[target].alive || (!to_thread && target == process.leader))) {
      process.sent.push_back({.info = {.signo = signo,
                                       .code = to_thread ? kSiTkill : kSiUser,
                                       .a = static_cast<std::int32_t>(pid_of(party_)),
                                       .b = static_cast<std::int32_t>(trace_.uid)},
                              .to = to_thread ? static_cast<Target>(target) : kProcess,
                              .maybe = true,
                              .bare = process.sigpending_limit < kFar && (to_thread || !merges(signo)),
                              .place = {.at = now()}});
    }
  }
}

// Generates a signal that is not a timer's.
void Oracle::send(const SigInfo& info, Target to) {
  if (in_jiffies()) {
    to = kProcess;  // L20-7: the bits of one task
  }
  const Signo signo = info.signo;
  if (signo == kSigCont) {
    for_each_signal(kStopSignals.bits, [&](Signo stop) {
      touch_signal(stop);
      flush(stop);
    });
    exercise("SIG-SIDE-1"_rule);
  } else if (kStopSignals.has(signo)) {
    touch_signal(kSigCont);
    flush(kSigCont);
    exercise("SIG-SIDE-1"_rule);
  }
  touch_signal(signo);
  if (signo == kSigAlrm) {
    touch_real();
  }
  CpuItimer* cpu_itimer = to == kProcess ? cpu_itimer_of(signo) : nullptr;
  if (cpu_itimer != nullptr) {
    touch(*cpu_itimer);
  }
  // The test is made with the mask of the thread itself, or the leader's: kill names the process by it.
  const Ignored is = ignored_for(signo, to, PreferredThread::leader);
  if (is.certain) {
    exercise("SIG-GEN-1"_rule);
    return;
  }
  Sent sent{.info = in_jiffies() ? SigInfo{.signo = signo} : info, .to = to, .place = {.at = now()}};
  // SIG-INFO-7: only the kernel's own signals, and standard ones of kill, are queued in any case.
  sent.bare = world_->sigpending_limit < kFar && (info.code < 0 || !merges(signo));
  sent.maybe = sent.bare && !merges(signo);  // the next of its number may take its mark with it
  if (merges(signo) || in_jiffies()) {
    bool there = false;
    const auto meets = [&](bool possible, bool certain) {
      there = there || certain;
      sent.maybe = sent.maybe || possible;
    };
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      if (t.to == to) {
        meets(!t.known || t.signal.any(is_in_queue), t.known && t.signal.all(is_in_queue));
      }
    }
    for (const Sent& other : world_->sent) {
      if (other.signo() == signo && other.to == to) {
        meets(true, !other.maybe);
      }
    }
    if (signo == kSigAlrm && to == kProcess) {
      const auto queued = [](const RealSignal& s) { return s.queued; };
      meets(!world_->real.known || world_->real.signal.any(queued), world_->real.signal.all(queued));
    }
    if (cpu_itimer != nullptr) {
      meets(may_be_queued(*cpu_itimer), must_be_queued(*cpu_itimer));
      cpu_itimer->lossy = true;  // what expires now merges with this one
    }
    if (there) {
      exercise("SIG-Q-1"_rule);
      return;
    }
  }
  world_->sent.push_back(sent);
}

}  // namespace timerlaw
