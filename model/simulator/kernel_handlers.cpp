// SPDX-License-Identifier: Apache-2.0
// Signal masks in the simulated kernel, and what signals do to a thread on its way back to user space.
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr SigSet without_unblockable(SigSet set) {
  return {set.bits & ~kUnblockable.bits};
}

}  // namespace

// Source: kernel/signal.c recalc_sigpending.
void Kernel::look_for_signals(Thread& thread) {
  thread.signalled = (pending(thread).bits & ~thread.blocked.bits) != 0;
}

// Threads of the process that do not block a pending signal of `which`, which `thread` does not take any more, are
// woken for it. Source: kernel/signal.c retarget_shared_pending.
void Kernel::retarget(Thread& thread, SigSet which) {
  Process& process = process_of(thread);
  SigSet left{process.queue.bits().bits & which.bits};
  for (const ThreadIndex index : process.threads) {
    Thread& other = threads_[index];
    if (&other == &thread || other.exited || (left.bits & ~other.blocked.bits) == 0) {
      continue;
    }
    left.bits &= other.blocked.bits;
    if (!other.signalled) {
      wake(other);
    }
  }
}

void Kernel::set_blocked(Thread& thread, SigSet mask) {
  if (thread.signalled) {
    retarget(thread, {mask.bits & ~thread.blocked.bits});
  }
  thread.blocked = without_unblockable(mask);
  look_for_signals(thread);
}

void Kernel::block(SigSet set) {
  set_blocked(me(), {me().blocked.bits | set.bits});
  if (mutant(M::mask_revives_parked)) {
    for (Signo signo = 1; signo <= kSigMax; ++signo) {
      if (set.has(signo)) {
        unignore(own(), signo);
      }
    }
  }
}

// After enough handler runs everything stays blocked.
void Kernel::unblock(SigSet set) {
  set_mask({me().blocked.bits & ~set.bits});
}

void Kernel::set_mask(SigSet mask) {
  set_blocked(me(), handlers_are_over() ? kAllSignals : mask);
}

// What a delivered signal does; whether a handler begins, with everything blocked.
bool Kernel::starts_handler(Thread& thread, const SigInfo& info) {
  Process& process = process_of(thread);
  Disposition disposition = process.disposition[static_cast<std::size_t>(info.signo)];
  if (mutant(M::dies_in_spite_of_handler) && disposition == Disposition::handler) {
    disposition = Disposition::dflt;
  }
  if (disposition == Disposition::ignore) {
    return false;
  }
  if (disposition == Disposition::dflt) {
    if (default_action(info.signo) != DefaultAction::ignore && !mutant(M::survives_default_action)) {
      process.fatal = info.signo;
    }
    return false;
  }
  if (mutant(M::handler_not_run)) {
    return false;
  }
  set_blocked(thread, kAllSignals);
  for (int runs = mutant(M::handler_twice) ? 2 : 1; runs > 0 && !handlers_are_over(); --runs) {
    handled_.push_back({info, thread.party});
  }
  return true;
}

std::optional<bool> Kernel::deliver_signals(Nanos handler_time) {
  std::optional<bool> first_restarts;
  while (!dead() && !me().exited && me().signalled) {
    const SigInfo info = dequeue(me(), {~me().blocked.bits});
    if (info.signo == 0) {
      break;
    }
    const SigSet mask = me().blocked;
    if (!starts_handler(me(), info)) {
      continue;
    }
    if (!first_restarts) {
      first_restarts = own().restarts.has(info.signo);
    }
    run_in_kernel(now() + handler_time);
    if (!handlers_are_over()) {
      set_blocked(me(), mask);
    }
  }
  return first_restarts;
}

// A parked thread returns from its handler, if it is in one, and begins the next, if there is a signal for it. Then it
// goes on sleeping.
void Kernel::act(Thread& parked) {
  const ThreadIndex before = std::exchange(acting_, parties_[parked.party]);
  parked.acts_at = kNever;
  if (parked.in_handler) {
    parked.in_handler = false;
    if (!handlers_are_over()) {
      set_blocked(parked, parked.mask_after_handler);
    }
  }
  while (process_of(parked).fatal == 0 && parked.signalled && !parked.in_handler) {
    const SigInfo info = dequeue(parked, {~parked.blocked.bits});
    if (info.signo == 0) {
      break;
    }
    const SigSet mask = parked.blocked;
    if (starts_handler(parked, info)) {
      parked.in_handler = true;
      cpu_time_.runs(parked.cpu_time, now());
      parked.mask_after_handler = mask;
      parked.acts_at = now() + some_handler_time();
    }
  }
  if (!parked.in_handler) {
    stops(parked);
  }
  acting_ = before;
}

void Kernel::switch_to(Party party) {
  stops(me());
  if (!me().exited) {
    me().parked = true;
    if (me().signalled) {
      wake(me());
    }
  }
  Thread& next = threads_[parties_[party]];
  while (next.in_handler && process_of(next).fatal == 0) {
    next_event(kNever);
  }
  while (interrupts_.busy(next.cpu)) {
    next_event(kNever);
  }
  present_ = acting_ = parties_[party];
  next.parked = false;
  next.acts_at = kNever;
  interrupts_.move_child(next.cpu);
  runs(next);
}

}  // namespace timerlaw
