// SPDX-License-Identifier: Apache-2.0
// The calls about signals, but for those that wait.
#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {

StepResult Kernel::sigpending() {
  const std::uint64_t seen = mutant(M::pending_misses_thread_queue) ? own().queue.bits().bits : pending(me()).bits;
  StepResult result;
  result.pending = {seen & me().blocked.bits};
  return result;
}

StepResult Kernel::sigaction(const Step& step, Disposition disposition) {
  const auto signo = static_cast<Signo>(step.number);
  if (signo < 1 || signo > kSigMax || signo == kSigKill || signo == kSigStop) {
    return failed(kEinval, Pointer::null);
  }
  Process& process = own();
  if ((step.flags & kSaRestart) != 0) {
    process.restarts.add(signo);
  } else {
    process.restarts.remove(signo);
  }
  const Disposition before = std::exchange(process.disposition[static_cast<std::size_t>(signo)], disposition);
  if (discards(signo, disposition)) {
    if (!mutant(M::ignore_keeps_pending)) {
      flush(process, signo);
    }
  } else if (before == Disposition::ignore && !mutant(M::unignore_queues_nothing) &&
             !(mutant(M::default_queues_nothing) && disposition == Disposition::dflt)) {
    unignore(process, signo);
  }
  return {};
}

StepResult Kernel::kill(const Step& step) {
  const ThreadIndex whom = is_party_tid(step.tid) ? parties_[party_of_tid(step.tid)] : present_;
  const bool thread_directed = (step.flags & kKillThread) != 0;
  if (whom == kNobody || process_of(threads_[whom]).ended || (thread_directed && threads_[whom].gone)) {
    return failed(kEsrch, Pointer::null);
  }
  const auto signo = static_cast<Signo>(step.number);
  if (signo < 0 || signo > kSigMax) {
    return failed(kEinval, Pointer::null);
  }
  if (signo == 0) {
    return {};
  }
  SigInfo info{signo,
               0,
               thread_directed ? kSiTkill : kSiUser,
               static_cast<std::int32_t>(own().pid),
               static_cast<std::int32_t>(uid_),
               0,
               0};
  if (mutant(M::kill_info_without_pid)) {
    info.a = 0;
  }
  if (mutant(M::tkill_info_is_user)) {
    info.code = kSiUser;
  }
  Thread& to = thread_directed ? threads_[whom] : leader(process_of(threads_[whom]));
  return failed(send(info, to, thread_directed), Pointer::null);
}

// rt_sigqueueinfo of a process to itself, where any si_code is allowed.
StepResult Kernel::sigqueueinfo(const Step& step) {
  const auto signo = static_cast<Signo>(step.number);
  if (signo < 0 || signo > kSigMax) {
    return failed(kEinval, Pointer::null);
  }
  if (signo == 0) {
    return {};
  }
  const SigInfo info{signo,
                     0,
                     mutant(M::queue_info_is_user) ? kSiUser : static_cast<std::int32_t>(step.notify),
                     static_cast<std::int32_t>(own().pid),
                     static_cast<std::int32_t>(uid_),
                     as_taken(step.sival, abi()),
                     0};
  return failed(send(info, leader(own()), false), Pointer::null);
}

}  // namespace timerlaw
