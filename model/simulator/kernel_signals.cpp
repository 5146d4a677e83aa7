// SPDX-License-Identifier: Apache-2.0
// Signals in the simulated kernel: sending, ignoring, queueing, choosing a thread, taking out.
#include <algorithm>
#include <bit>

#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

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

// SIG-GEN-1, SIG-GEN-3.
bool Kernel::discards_now(const Thread& test, Signo signo) const {
  const Process& process = processes_[test.process];
  bool is_blocked = test.blocked.has(signo) || (test.real_blocked.has(signo) && !mutant(M::wait_counts_as_unblocked));
  if (mutant(M::ignored_by_any_mask)) {
    is_blocked = std::ranges::any_of(process.threads, [&](ThreadIndex i) { return threads_[i].blocked.has(signo); });
  }
  return ignored(signo, process.disposition[static_cast<std::size_t>(signo)],
                 is_blocked && !mutant(M::blocked_ignored_discarded));
}

// IGN-2.
void Kernel::flush(Process& process, Signo signo) {
  const auto flush_queue = [&](SignalQueue& from) {
    for (const QueuedSignal& entry : from.flush(signo)) {
      if (entry.timer == kNoTimer || !timers_[entry.timer].alive) {
        drop_entry(entry);
        continue;
      }
      PosixTimer& timer = timers_[entry.timer];
      timer.signal = flushed(profile(), timer.signal, timer.alive);
      if (mutant(M::classic_flushed_goes_on) && timer.signal.status == TimerStatus::pending) {
        timer.signal.status = TimerStatus::armed;
        rearm_ignored(timer);
      }
      if (timer.signal.entry != Entry::none) {
        if (mutant(M::ignore_forgets_periodic)) {
          timer.signal.entry = Entry::none;
        } else {
          process.parked[static_cast<std::size_t>(signo)].push_back(entry.timer);
        }
      }
    }
  };
  flush_queue(process.queue);
  for (const ThreadIndex thread : process.threads) {
    flush_queue(threads_[thread].queue);
  }
}

// SIG-SIDE-1: SIGCONT and the stop signals take each other back.
void Kernel::flush_opposites(Process& process, Signo signo) {
  if (kStopSignals.has(signo)) {
    flush(process, kSigCont);
  } else if (signo == kSigCont && !mutant(M::stop_survives_cont)) {
    for (Signo stop = kSigStop; stop < kSigStop + 4; ++stop) {
      flush(process, stop);
    }
  }
}

bool Kernel::at_sigpending_limit(const Process& process) const {
  return process.sigpending_limit >= 0 && facts().sigpending_used + charged_ + 1 > process.sigpending_limit;
}

// Appends, as far as RLIMIT_SIGPENDING allows; whether the caller is told that it did not. Source: kernel/signal.c
// __send_signal_locked.
bool Kernel::push(SignalQueue& queue, const SigInfo& info, const Process& receiver) {
  const bool standard = merges(info.signo);
  if (!(standard && info.code >= 0) && at_sigpending_limit(receiver)) {
    if (!standard && info.code != kSiUser) {
      return false;
    }
    if (!queue.bits().has(info.signo)) {
      queue.push({{info.signo, 0, kSiUser, 0, 0, 0, 0}, kNoTimer, false, true});
    }
    return true;
  }
  if (queue.only_bit(info.signo)) {
    queue.pop_front(info.signo);
  }
  queue.push({info, kNoTimer, true, false});
  ++charged_;
  return true;
}

int Kernel::send(const SigInfo& sent, Thread& to, bool to_thread) {
  // L20-7: signals are bits of a task.
  const SigInfo info = in_jiffies() ? SigInfo{.signo = sent.signo} : sent;
  const bool thread_directed = to_thread && !in_jiffies();
  Process& process = process_of(to);
  flush_opposites(process, info.signo);
  if (discards_now(to, info.signo)) {
    return 0;
  }
  const bool for_leader = mutant(M::process_signal_for_leader);
  SignalQueue& queue = thread_directed ? to.queue : for_leader ? leader(process).queue : process.queue;
  const bool merged = in_jiffies() || (merges(info.signo) && !mutant(M::standard_signal_not_merged)) ||
                      (mutant(M::realtime_signal_merged) && !merges(info.signo));
  if (merged && queue.bits().has(info.signo)) {
    return 0;
  }
  if (in_jiffies()) {
    queue.push({info, kNoTimer, false, false});
  } else if (!push(queue, info, process)) {
    return kEagain;
  }
  complete(to, info.signo, thread_directed);
  return 0;
}

// Source: kernel/signal.c wants_signal.
bool Kernel::wants(const Thread& thread, Signo signo) const {
  if (thread.exited || thread.blocked.has(signo)) {
    return false;
  }
  const bool on_a_cpu = (!thread.parked || thread.in_handler) && !thread.sleeping;
  return signo == kSigKill || on_a_cpu || !thread.signalled;
}

// SIG-T-1: finds a thread for a signal that is queued, or kills the process at once.
void Kernel::complete(Thread& preferred, Signo signo, bool thread_directed) {
  Process& process = process_of(preferred);
  Thread* target = wants(preferred, signo) ? &preferred : nullptr;
  if (target == nullptr && !thread_directed) {
    const std::size_t count = process.threads.size();
    for (std::size_t i = 0; i < count && target == nullptr; ++i) {
      const std::size_t at = (process.next_target + i) % count;
      if (wants(threads_[process.threads[at]], signo)) {
        target = &threads_[process.threads[at]];
        process.next_target = at;
      }
    }
  }
  if (target == nullptr) {
    return;
  }
  const bool terminates = process.disposition[static_cast<std::size_t>(signo)] == Disposition::dflt &&
                          default_action(signo) == DefaultAction::terminate;
  if (process.fatal == 0 && terminates && !kCoreDumping.has(signo) && !target->real_blocked.has(signo) &&
      !mutant(M::survives_default_action)) {
    process.fatal = signo;
  }
  wake(*target);
}

void Kernel::wake(Thread& thread) {
  thread.signalled = true;
  if (thread.parked && !thread.in_handler && thread.acts_at == kNever) {
    constexpr std::int64_t kUsual = 20'000, kLate = 2'000'000;
    thread.acts_at = now() + Nanos{dice_.below(dice_.once_in(8) ? kLate : kUsual)};
  }
}

SigSet Kernel::pending(const Thread& thread) const {
  return {processes_[thread.process].queue.bits().bits | thread.queue.bits().bits};
}

SigInfo Kernel::take_entry(SignalQueue& from, Signo signo) {
  const QueuedSignal entry = mutant(M::newest_first) ? from.pop_back(signo) : from.pop_front(signo);
  if (entry.timer == kNoTimer) {
    charged_ -= entry.charged ? 1 : 0;
    return entry.info;
  }
  PosixTimer& timer = timers_[entry.timer];
  charged_ -= timer.alive ? 0 : 1;
  const bool revived = mutant(timer.alive ? M::stale_signal_delivered : M::deleted_timer_delivers);
  const bool dropped = mutant(timer.alive ? M::classic_drops_stale : M::classic_drops_deleted);
  if (timer.signal.entry != Entry::queued && !(mutant(M::classic_stale_rearms) && timer.alive)) {
    const bool delivered = (revived || delivers(profile(), timer.signal.entry)) && !dropped;
    timer.signal = dequeued(timer.signal, false);
    return delivered ? stale_info(timer) : SigInfo{};
  }
  timer.signal = dequeued(timer.signal, timer.interval.ns != 0);
  return deliver_timer(timer);
}

// SIG-Q-2. A stale entry is dropped on the way.
SigInfo Kernel::dequeue(Thread& thread, SigSet set) {
  Process& process = process_of(thread);
  SignalQueue* first = &thread.queue;
  SignalQueue* second = &process.queue;
  if (mutant(M::process_queue_first)) {
    std::swap(first, second);
  }
  SigInfo info;
  while (info.signo == 0) {
    SignalQueue* from = (first->bits().bits & set.bits) != 0 ? first : second;
    std::uint64_t bits = from->bits().bits & set.bits;
    if (bits == 0) {
      break;
    }
    if ((bits & kSynchronous.bits) != 0) {
      bits &= kSynchronous.bits;
    }
    const Signo signo = mutant(M::highest_number_first) ? highest(bits) : lowest(bits);
    info = take_entry(*from, signo);
    if (signo == kSigAlrm && (from == &process.queue || mutant(M::itimer_rearmed_by_tgkill))) {
      rearm_real(process);
    }
  }
  look_for_signals(thread);
  return info;
}

}  // namespace timerlaw
