// SPDX-License-Identifier: Apache-2.0
// Signals in the simulated kernel: sending, ignoring, queueing, taking, handling, dying.
#include <algorithm>
#include <bit>

#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr SigSet without_unblockable(SigSet set) {
  set.remove(kSigKill);
  set.remove(kSigStop);
  return set;
}
constexpr SigSet of_numbers(std::initializer_list<Signo> signals) {
  SigSet set;
  for (const Signo s : signals) {
    set.add(s);
  }
  return set;
}
// Taken before others of the same queue, for they are raised by faults as a rule. Source: kernel/signal.c next_signal.
constexpr SigSet kSynchronous = of_numbers({4, 5, 7, 8, 11, 31});
// Their default action writes a core file, so they kill when they are delivered, and not when they are sent. Source:
// kernel/signal.c complete_signal.
constexpr SigSet kCoreDumping = of_numbers({3, 4, 5, 6, 7, 8, 11, 24, 25, 31});

constexpr Signo lowest(std::uint64_t bits) {
  return std::countr_zero(bits) + 1;
}
constexpr Signo highest(std::uint64_t bits) {
  return 64 - std::countl_zero(bits);
}

}  // namespace

bool Kernel::discards_now(Signo signo) const {
  const bool is_blocked = blocked_.has(signo) && !mutant(M::blocked_ignored_discarded);
  return ignored(signo, disposition_[static_cast<std::size_t>(signo)], is_blocked);
}

// IGN-2.
void Kernel::flush(Signo signo) {
  for (SignalQueue* from : {&process_queue_, &thread_queue_}) {
    for (const QueuedSignal& entry : from->flush(signo)) {
      if (entry.timer == kNoTimer) {
        continue;
      }
      PosixTimer& timer = timers_[entry.timer];
      timer.signal = flushed(profile_, timer.signal, timer.alive);
      if (timer.signal.entry != Entry::none) {
        if (mutant(M::ignore_forgets_periodic)) {
          timer.signal.entry = Entry::none;
        } else {
          parked_[static_cast<std::size_t>(signo)].push_back(entry.timer);
        }
      }
    }
  }
}

// SIGCONT and the stop signals take each other back.
void Kernel::flush_opposites(Signo signo) {
  if (kStopSignals.has(signo)) {
    flush(kSigCont);
  } else if (signo == kSigCont && !mutant(M::stop_survives_cont)) {
    for (Signo stop = kSigStop; stop < kSigStop + 4; ++stop) {
      flush(stop);
    }
  }
}

void Kernel::note_fatal(Signo signo) {
  const bool terminates = disposition_[static_cast<std::size_t>(signo)] == Disposition::dflt &&
                          default_action(signo) == DefaultAction::terminate;
  const bool at_once = !blocked_.has(signo) && terminates && !kCoreDumping.has(signo);
  if (fatal_ == 0 && at_once && !mutant(M::survives_default_action)) {
    fatal_ = signo;
  }
}

void Kernel::send(const SigInfo& info, bool thread_directed) {
  flush_opposites(info.signo);
  if (discards_now(info.signo)) {
    return;
  }
  SignalQueue& to = queue(thread_directed);
  const bool merged = (merges(info.signo) && !mutant(M::standard_signal_not_merged)) ||
                      (mutant(M::realtime_signal_merged) && !merges(info.signo));
  if (merged && to.bits().has(info.signo)) {
    return;
  }
  to.push({info, kNoTimer});
  note_fatal(info.signo);
}

void Kernel::enqueue_timer(std::size_t index) {
  PosixTimer& timer = timers_[index];
  SignalQueue& to = queue(timer.thread_directed);
  if (mutant(M::timer_signal_merged) && to.bits().has(timer.signo)) {
    timer.signal.entry = Entry::none;
    return;
  }
  timer.refires = 0;
  to.push({info_of(timer, 0), index});
  note_fatal(timer.signo);
}

// IGN-1: the latest that was parked comes first.
void Kernel::unignore(Signo signo) {
  std::vector<std::size_t> parked = std::exchange(parked_[static_cast<std::size_t>(signo)], {});
  std::reverse(parked.begin(), parked.end());
  for (const std::size_t index : parked) {
    TimerSignal& signal = timers_[index].signal;
    if (signal.entry == Entry::parked || signal.entry == Entry::parked_stale) {
      signal = unignored(signal);
      enqueue_timer(index);
    }
  }
}

SigSet Kernel::pending() const {
  return {process_queue_.bits().bits | thread_queue_.bits().bits};
}

SigInfo Kernel::take_entry(SignalQueue& from, Signo signo) {
  const QueuedSignal entry = mutant(M::newest_first) ? from.pop_back(signo) : from.pop_front(signo);
  if (entry.timer == kNoTimer) {
    return entry.info;
  }
  PosixTimer& timer = timers_[entry.timer];
  const bool revived = mutant(timer.alive ? M::stale_signal_delivered : M::deleted_timer_delivers);
  if (timer.signal.entry != Entry::queued) {
    const bool delivered = revived || delivers(profile_, timer.signal.entry);
    timer.signal = dequeued(timer.signal, false);
    return delivered ? stale_info(timer) : SigInfo{};
  }
  timer.signal = dequeued(timer.signal, timer.interval.ns != 0);
  return deliver_timer(timer);
}

// SIG-Q-2. A stale entry is dropped on the way.
SigInfo Kernel::dequeue(SigSet set) {
  SignalQueue* first = &thread_queue_;
  SignalQueue* second = &process_queue_;
  if (mutant(M::process_queue_first)) {
    std::swap(first, second);
  }
  for (;;) {
    SignalQueue* from = (first->bits().bits & set.bits) != 0 ? first : second;
    std::uint64_t bits = from->bits().bits & set.bits;
    if (bits == 0) {
      return {};
    }
    if ((bits & kSynchronous.bits) != 0) {
      bits &= kSynchronous.bits;
    }
    const Signo signo = mutant(M::highest_number_first) ? highest(bits) : lowest(bits);
    const SigInfo info = take_entry(*from, signo);
    if (signo == kSigAlrm && (from == &process_queue_ || mutant(M::itimer_rearmed_by_tgkill))) {
      rearm_real();
    }
    if (info.signo != 0) {
      return info;
    }
  }
}

void Kernel::handle(const SigInfo& info, Nanos handler_time) {
  Disposition disposition = disposition_[static_cast<std::size_t>(info.signo)];
  if (mutant(M::dies_in_spite_of_handler) && disposition == Disposition::handler) {
    disposition = Disposition::dflt;
  }
  if (disposition == Disposition::ignore) {
    return;
  }
  if (disposition == Disposition::dflt) {
    if (default_action(info.signo) != DefaultAction::ignore && !mutant(M::survives_default_action)) {
      fatal_ = info.signo;
    }
    return;
  }
  if (mutant(M::handler_not_run)) {
    return;
  }
  const SigSet mask = blocked_;
  block(kAllSignals);
  for (int runs = mutant(M::handler_twice) ? 2 : 1; runs > 0 && handled_.size() < kHandlerRuns; --runs) {
    handled_.push_back({info, 0});
  }
  run_in_kernel(now() + handler_time);
  if (handled_.size() < kHandlerRuns) {
    blocked_ = mask;
  }
}

void Kernel::deliver_signals(Nanos handler_time) {
  while (fatal_ == 0) {
    const SigInfo info = dequeue({~blocked_.bits});
    if (info.signo == 0) {
      return;
    }
    handle(info, handler_time);
  }
}

void Kernel::block(SigSet set) {
  blocked_.bits |= without_unblockable(set).bits;
  if (mutant(M::mask_revives_parked)) {
    for (Signo signo = 1; signo <= kSigMax; ++signo) {
      if (set.has(signo)) {
        unignore(signo);
      }
    }
  }
}

// After enough handler runs everything stays blocked.
void Kernel::unblock(SigSet set) {
  if (handled_.size() < kHandlerRuns) {
    blocked_.bits &= ~set.bits;
  }
}

void Kernel::set_mask(SigSet mask) {
  if (handled_.size() < kHandlerRuns) {
    blocked_ = without_unblockable(mask);
  }
}

StepResult Kernel::sigpending() {
  const std::uint64_t seen = mutant(M::pending_misses_thread_queue) ? process_queue_.bits().bits : pending().bits;
  StepResult result;
  result.pending = {seen & blocked_.bits};
  return result;
}

StepResult Kernel::sigaction(const Step& step, Disposition disposition) {
  StepResult result;
  const auto signo = static_cast<Signo>(step.number);
  if (signo < 1 || signo > kSigMax || signo == kSigKill || signo == kSigStop) {
    result.ret = -kEinval;
    return result;
  }
  Disposition& current = disposition_[static_cast<std::size_t>(signo)];
  const Disposition before = std::exchange(current, disposition);
  if (discards(signo, disposition)) {
    if (!mutant(M::ignore_keeps_pending)) {
      flush(signo);
    }
  } else if (before == Disposition::ignore && !mutant(M::unignore_queues_nothing) &&
             !(mutant(M::default_queues_nothing) && disposition == Disposition::dflt)) {
    unignore(signo);
  }
  return result;
}

StepResult Kernel::kill(const Step& step) {
  StepResult result;
  const auto signo = static_cast<Signo>(step.number);
  if (signo < 0 || signo > kSigMax) {
    result.ret = -kEinval;
    return result;
  }
  if (signo == 0) {
    return result;
  }
  const bool thread_directed = (step.flags & kKillThread) != 0;
  SigInfo info{signo,
               0,
               thread_directed ? kSiTkill : kSiUser,
               static_cast<std::int32_t>(process_.pid),
               static_cast<std::int32_t>(process_.uid),
               0,
               0};
  if (mutant(M::kill_info_without_pid)) {
    info.a = 0;
  }
  if (mutant(M::tkill_info_is_user)) {
    info.code = kSiUser;
  }
  send(info, thread_directed);
  return result;
}

}  // namespace timerlaw
