// SPDX-License-Identifier: Apache-2.0
// Masks, dispositions, handlers, kill, and how a process dies.
#include <algorithm>

#include "model/calls/conversions.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

void Oracle::change_mask(const Step& step, const StepResult& result) {
  expect_value("SIG-ACT"_rule, result.ret, 0, "returned");
  const bool over = step.op == Op::unmask && world_->handler_runs >= kHandlerRuns;
  const std::uint64_t bits = over ? 0 : step.set.bits & ~kUnblockable.bits;
  // What fired so far met the old mask.
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
  }
  if (step.op == Op::mask) {
    blocked().bits |= bits;
  } else {
    blocked().bits &= ~bits;
  }
}

void Oracle::change_disposition(const Step& step, const StepResult& result, Disposition next) {
  const auto signo = static_cast<Signo>(step.number);
  const bool invalid = signo < 1 || signo > kSigMax || kUnblockable.has(signo);
  if (!expect_error({invalid ? kEinval : 0, "SIG-ACT"_rule}, result) || invalid) {
    return;
  }
  accept("SIG-ACT"_rule);
  touch_signal(signo);
  if (signo == kSigAlrm) {
    touch_real();
  }
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    touch(*timer);
  }
  const Disposition old = world_->disposition[static_cast<std::size_t>(signo)];
  world_->disposition[static_cast<std::size_t>(signo)] = next;
  world_->restarts[static_cast<std::size_t>(signo)] = next == Disposition::handler && (step.flags & kSaRestart) != 0;
  if (discards(signo, next)) {
    flush(signo);
  } else if (old == Disposition::ignore) {
    unignore(signo);
  }
}

// IGN-2
void Oracle::flush(Signo signo) {
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    if (t.signal.any(is_in_queue)) {
      exercise("IGN-2"_rule);
    }
    const auto dies = [](const TimerSignal& s) { return s.status == TimerStatus::pending && s.in_queue(); };
    t.dead = t.dead || (!profile_.ignored_periodic_parked && t.signal.any(dies));
    t.signal = t.signal.map([&](const TimerSignal& s) { return flushed(profile_, s, t.alive); });
    forget_refires(t, false);
  }
  if (signo == kSigAlrm) {
    RealTimer& real = world_->real;
    if (real.signal.any([](const RealSignal& s) { return s.queued; })) {
      exercise("ITR-8"_rule);
    }
    real.signal = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
  }
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    taken(*timer);
  }
  std::erase_if(world_->sent, [&](const Sent& sent) { return sent.signo() == signo; });
}

// IGN-1
void Oracle::unignore(Signo signo) {
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    const auto is_parked = [](const TimerSignal& s) {
      return s.entry == Entry::parked || s.entry == Entry::parked_stale;
    };
    if (!t.signal.any(is_parked)) {
      continue;
    }
    exercise(t.signal.any([](const TimerSignal& s) { return s.entry == Entry::parked; }) ? "IGN-1"_rule : "IGN-8"_rule);
    if (t.to != kProcess && !takes(t.to)) {
      exercise("SIG-T-1"_rule);
    }
    t.place = {.at = t.signal.any(is_in_queue) ? hull(t.place.at, now()) : now(), .order = t.order};
    t.signal = t.signal.map(unignored);
  }
}

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

// The signals that have a handler: those that are discarded leave the queues unseen, in between.
std::uint64_t Oracle::handled() const {
  std::uint64_t bits = 0;
  for (Signo signo = 1; signo <= kSigMax; ++signo) {
    if (world_->disposition[static_cast<std::size_t>(signo)] == Disposition::handler) {
      bits |= std::uint64_t{1} << (signo - 1);
    }
  }
  return bits;
}

// Handler runs are deliveries in the order of dequeuing: the handler blocks everything while it runs.
void Oracle::deliver(std::uint32_t first, std::uint32_t count) {
  const Party performer = party_;
  const std::uint32_t first_of_step = trace_.results[step_].first_delivery;
  for (std::uint32_t at = first; at < first + count; ++at) {
    const std::uint32_t i = order_.empty() ? at : order_[at - first_of_step];
    const SigInfo& info = trace_.deliveries[i].info;
    party_ = trace_.deliveries[i].party;
    const bool valid = info.signo >= 1 && info.signo <= kSigMax;
    if (!same_process(party_)) {
      party_ = performer;
      if (waiting_parent_took(trace_.deliveries[i])) {
        ++world_->handler_runs;
        world_->undecided = world_->undecided || world_->handler_runs >= kHandlerRuns;
      } else {
        diverge("SIG-T-1"_rule, "a handler ran in party " + std::to_string(trace_.deliveries[i].party),
                "allowed are only: threads that are there");
      }
      continue;
    }
    if (at == first) {
      first_attempt({handled() & ~blocked().bits});
    }
    if (!valid || blocked().has(info.signo) ||
        world_->disposition[static_cast<std::size_t>(info.signo)] != Disposition::handler) {
      diverge("SIG-HANDLER"_rule, "a handler ran for " + show_info(info),
              "allowed are only: handlers of signals that are not blocked and have one");
      continue;
    }
    taken_from_ = party_ == performer ? kNeverSet : seen_at_[party_];
    dequeue(info, {handled() & ~blocked().bits});
    taken_from_ = kNeverSet;
    exercise("SIG-HANDLER"_rule);
    if (++world_->handler_runs >= kHandlerRuns) {
      drop_discarded_perhaps();
      blocked() = {~kUnblockable.bits};
      // Other threads may go on running handlers, and nobody notes them.
      world_->undecided = world_->undecided || parties_;
    }
  }
  party_ = performer;
}

// A handler ran in a parent while its child performed the steps: its queue is looked at again when it goes on.
bool Oracle::waiting_parent_took(const Delivery& delivery) {
  for (ProcessState& process : world_->waiting) {
    if (delivery.party < kParties && process.threads[delivery.party].alive) {
      for (OracleTimer& t : process.timers) {
        t.known = t.known && t.signo != delivery.info.signo;
      }
      if (delivery.info.signo == kSigAlrm) {
        process.real.known = false;
        process.real.signal = {};
      }
      for (CpuItimer& timer : process.cpu_itimers) {
        timer.known = timer.known && timer.signo != delivery.info.signo;
      }
      std::erase_if(process.sent, [&](const Sent& sent) { return sent.signo() == delivery.info.signo; });
      return true;
    }
  }
  return false;
}

// The wait for CPU time to be used, or for a signal of the set to be pending.
void Oracle::burn(const Step& step, const StepResult& result) {
  expect_value("TRACE-FORM"_rule, result.ret, 0, "returned");
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
    if (timer.armed && step.value.sec * kSecond >= options_.liveness_limit.ns && step.set.has(timer.signo)) {
      exercise("TIME-LOST"_rule);
    }
  }
}

// SIG-RESTART: read(2) of a timerfd, in a thread that handlers may interrupt.
void Oracle::read(const Step& step, const StepResult& result) {
  constexpr std::int64_t kCount = 8;
  bool interrupts = false;
  bool restarts = false;
  for (std::uint32_t i = result.first_delivery; i < result.first_delivery + result.deliveries; ++i) {
    const Delivery& delivery = trace_.deliveries[i];
    if (delivery.party == party_ && delivery.info.signo >= 1 && delivery.info.signo <= kSigMax) {
      const bool restart = world_->restarts[static_cast<std::size_t>(delivery.info.signo)];
      interrupts = interrupts || !restart;
      restarts = restarts || restart;
    }
  }
  if (result.ret == -kEintr) {
    if (!interrupts) {
      diverge("SIG-RESTART"_rule, "EINTR",
              restarts ? "allowed are only: 8, for its handlers have SA_RESTART"
                       : "allowed are only: 8, for no handler ran");
      return;
    }
    accept("SIG-RESTART"_rule);
    return;
  }
  const TimeArg length = as_taken(step.value, false, abi_);
  const bool invalid = length.sec < 0 || length.frac < 0 || length.frac >= kSecond;
  if (invalid) {
    expect_error({kEinval, "CONV-6"_rule}, result);
    return;
  }
  if (result.ret != kCount) {
    diverge("SIG-RESTART"_rule, "returned " + std::to_string(result.ret), "allowed are only: 8");
    return;
  }
  const Wide least = Wide{length.sec} * kSecond + length.frac;
  if (now().hi - now().lo < least) {
    diverge("WAIT-SHORT"_rule, "returned after " + show(now().hi - now().lo) + " ns at most",
            "allowed are only: " + show(least) + " ns or more");
    return;
  }
  accept("WAIT-SHORT"_rule);
  if (restarts) {
    exercise("SIG-RESTART"_rule);
  }
}

void Oracle::wait_result(const StepResult& result, RuleIndex rule, Wide least) {
  if (result.ret == -kEintr) {
    if (result.deliveries == 0 && !trace_.stopped) {
      diverge("SIG-EINTR"_rule, "EINTR", "allowed are only: the whole wait, for no handler ran");
      return;
    }
    accept("SIG-EINTR"_rule);
    return;
  }
  if (result.ret != 0) {
    diverge(rule, "returned " + std::to_string(result.ret), "allowed are only: 0");
    return;
  }
  if (now().hi - now().lo < least) {
    diverge("WAIT-SHORT"_rule, "returned after " + show(now().hi - now().lo) + " ns at most",
            "allowed are only: " + show(least) + " ns or more");
    return;
  }
  accept("WAIT-SHORT"_rule);
  if (result.deliveries == 0 && !trace_.stopped) {
    exercise("SIG-EINTR"_rule);
  }
}

void Oracle::window(const Step& step, const StepResult& result) {
  // Handlers of signals that are open anyway may have run before the window was opened, or after it was closed.
  const auto outside = [&](std::uint32_t i) {
    const Signo signo = trace_.deliveries[i].info.signo;
    return signo >= 1 && signo <= kSigMax && !blocked().has(signo) && !step.set.has(signo);
  };
  std::uint32_t first = result.first_delivery;
  std::uint32_t last = first + result.deliveries;
  while (first < last && outside(first)) {
    ++first;
  }
  while (last > first && outside(last - 1)) {
    --last;
  }
  const bool all_outside = first == last;
  if (all_outside) {  // all of them: the window was closed before them, as far as anybody can tell
    first = last = result.first_delivery;
  }
  const std::uint32_t ran_before = first - result.first_delivery;
  // With the last handler everything is blocked: whether that was before the window was opened is not known.
  const bool ends = world_->handler_runs < kHandlerRuns && world_->handler_runs + result.deliveries >= kHandlerRuns;
  world_->undecided = world_->undecided || (ends && all_outside);
  deliver(result.first_delivery, ran_before);
  const SigSet saved = blocked();
  const bool over = world_->handler_runs >= kHandlerRuns;
  const std::uint64_t bits = over ? 0 : step.set.bits & ~kUnblockable.bits;
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  blocked().bits &= ~bits;
  deliver(first, last - first);
  settle_unblocked({bits & saved.bits});
  const Wide least = Wide{step.value.sec} * kSecond + step.value.frac;
  wait_result(result, "WAIT-SHORT"_rule, least);
  if (world_->handler_runs < kHandlerRuns) {
    blocked() = saved;
  }
  deliver(last, result.deliveries - ran_before - (last - first));
  settle_unblocked();
}

// The process died, or was stopped, in this step, which has no result, or after the last step: something must have
// sent what killed it.
void Oracle::judge_death(Signo signo, const Step& step) {
  const auto refuse = [&](const char* allowed) {
    diverge("SIG-DEATH"_rule, "the child died of signal " + std::to_string(signo), allowed);
  };
  if (signo < 1 || signo > kSigMax) {
    refuse("allowed are only: signals 1 to 64");
    return;
  }
  const bool unblocks = step.op == Op::unmask || step.op == Op::window;
  bool open = unblocks && step.set.has(signo);
  for (const ThreadState& thread : world_->threads) {
    open = open || (thread.alive && !thread.blocked.has(signo));
  }
  const bool resets = step.op == Op::dflt && step.number == signo;
  const bool fatal = (world_->disposition[static_cast<std::size_t>(signo)] == Disposition::dflt || resets) &&
                     default_action(signo) != DefaultAction::ignore;
  if (!open || !fatal) {
    refuse("allowed are only: signals that are not blocked and whose default action ends or stops it");
    return;
  }
  touch_signal(signo);
  bool sent = (step.op == Op::kill || step.op == Op::queue) && step.number == signo;
  bool was_parked = false;
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    sent = sent || !t.known || t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; });
    was_parked = was_parked || t.signal.all([](const TimerSignal& s) { return s.entry == Entry::parked; });
    if (t.signal.any(is_armed) && may_be_due(t)) {
      sent = true;
    }
  }
  // A timer that this very step arms may be due at once.
  sent = sent || step.op == Op::settime || step.op == Op::setclock;
  if (CpuItimer* timer = cpu_itimer_of(signo)) {
    touch(*timer);
    sent = sent || step.op == Op::setitimer || may_be_queued(*timer);
  }
  // RLIMIT_CPU: at the hard limit the process is killed.
  sent = sent || (signo == kSigKill && world_->cpu_itimers[kXcpu].armed);
  if (signo == kSigAlrm) {
    const RealTimer& real = world_->real;
    sent = sent || step.op == Op::setitimer || step.op == Op::alarm || !real.known ||
           real.signal.any([](const RealSignal& s) { return s.queued; }) ||
           (real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) &&
            real_key().lo <= now().hi);
  }
  for (const Sent& entry : world_->sent) {
    sent = sent || entry.signo() == signo;
  }
  if (!sent) {
    refuse("allowed are only: signals that something sent");
    return;
  }
  accept("SIG-DEATH"_rule);
  if (resets && was_parked) {
    exercise("IGN-5"_rule);
  }
}

}  // namespace timerlaw
