// SPDX-License-Identifier: Apache-2.0
// How a POSIX timer and its one signal belong together: expiry, delivery, setting again, deleting, ignoring.
// A small finite machine without time: the oracle applies it to sets of states, the simulated kernel to one.
// Source: kernel/time/posix-timers.c posix_timer_fn, posix_timer_queue_signal, __posixtimer_deliver_signal,
// do_timer_settime, posix_timer_delete; kernel/signal.c posixtimer_send_sigqueue, posixtimer_sig_ignore,
// posixtimer_sig_unignore, flush_sigqueue_mask; before 6.13 posix_timer_event, posixtimer_rearm and send_sigqueue,
// sigqueue_free. POSIX XSH 2.4.1.
#pragma once

#include <cstdint>

#include "model/profile.h"

namespace timerlaw {

enum class TimerStatus : std::uint8_t { disarmed, armed, pending };  // pending: waits for delivery to be rearmed

// Where the timer's signal is. A stale one belongs to an earlier setting: it is dropped when its turn
// comes, or delivered without rearming the timer (Profile::stale_signals_dropped).
enum class Entry : std::uint8_t { none, queued, queued_stale, parked, parked_stale };

struct TimerSignal {
  TimerStatus status = TimerStatus::disarmed;
  Entry entry = Entry::none;
  bool periodic_when_queued = false;
  friend constexpr bool operator==(const TimerSignal&, const TimerSignal&) = default;
  constexpr bool in_queue() const { return entry == Entry::queued || entry == Entry::queued_stale; }
};
// Every TimerSignal as a number, for sets of them.
inline constexpr int kTimerSignals = 3 * 5 * 2;
constexpr int index_of(const TimerSignal& s) {
  return (static_cast<int>(s.status) * 5 + static_cast<int>(s.entry)) * 2 + (s.periodic_when_queued ? 1 : 0);
}
constexpr TimerSignal timer_signal_at(int i) {
  return {static_cast<TimerStatus>(i / 10), static_cast<Entry>(i / 2 % 5), i % 2 != 0};
}

// PTM-SET, SIDE-6: a signal of the earlier setting counts no more.
constexpr TimerSignal made_stale(TimerSignal s) {
  if (s.entry == Entry::queued) {
    s.entry = Entry::queued_stale;
  } else if (s.entry == Entry::parked) {
    s.entry = Entry::parked_stale;
  }
  return s;
}

// PTM-EXP, PTC-SET, IGN-1, IGN-4: the timer's callback runs. An entry that is queued already is valid again and keeps
// its place. `target_gone`: the thread that it signals has exited (LIFE-THR-2).
constexpr TimerSignal expired(const Profile& profile, TimerSignal s, bool periodic, bool ignored, bool target_gone) {
  s.status = periodic ? TimerStatus::pending : TimerStatus::disarmed;
  s.periodic_when_queued = periodic;
  if (target_gone) {
    return s;
  }
  if (!profile.ignored_periodic_parked && ignored) {
    s.status = periodic ? TimerStatus::armed : TimerStatus::disarmed;
    s.entry = s.in_queue() ? Entry::queued_stale : Entry::none;
  } else if (s.in_queue() || !ignored) {
    s.entry = Entry::queued;
  } else {
    s.entry = periodic ? Entry::parked : Entry::none;
  }
  return s;
}

// PTM-DEQ: the entry leaves the queue. If it was Entry::queued a periodic timer is rearmed.
constexpr TimerSignal dequeued(TimerSignal s, bool periodic) {
  if (s.entry == Entry::queued && periodic) {
    s.status = TimerStatus::armed;
  }
  s.entry = Entry::none;
  return s;
}

// PTM-SET, PTC-SET: whether an entry whose turn has come is delivered, or dropped.
constexpr bool delivers(const Profile& profile, Entry entry) {
  return entry == Entry::queued || (entry == Entry::queued_stale && !profile.stale_signals_dropped);
}

// PTM-SET: timer_settime, whatever it sets. The caller arms or disarms afterwards.
constexpr TimerSignal set_again(TimerSignal s, bool armed) {
  s.status = armed ? TimerStatus::armed : TimerStatus::disarmed;
  return made_stale(s);
}

// PTM-DEL, PTC-DEL: timer_delete. What stays is a tombstone in the queue.
constexpr TimerSignal deleted(TimerSignal s) {
  s.status = TimerStatus::disarmed;
  s.entry = s.in_queue() ? Entry::queued_stale : Entry::none;
  s.periodic_when_queued = false;
  return s;
}

// IGN-2, PTC-FLUSH: the signal becomes ignored, or a stop signal meets SIGCONT. `alive`: the timer was not deleted.
// Where nothing is parked, a periodic timer stays pending without an entry: dead until it is set again.
constexpr TimerSignal flushed(const Profile& profile, TimerSignal s, bool alive) {
  if (!s.in_queue()) {
    return s;
  }
  if (!profile.ignored_periodic_parked || !alive || !s.periodic_when_queued) {
    s.entry = Entry::none;
  } else {
    s.entry = s.entry == Entry::queued ? Entry::parked : Entry::parked_stale;
  }
  return s;
}

// LIFE-THR-2: the thread whose queue the entry is in exits.
constexpr TimerSignal target_exited(TimerSignal s) {
  s.entry = s.in_queue() ? Entry::none : s.entry;
  return s;
}

// IGN-1: the disposition was SIG_IGN and no longer ignores. A parked entry joins the end of the queue.
constexpr TimerSignal unignored(TimerSignal s) {
  if (s.entry == Entry::parked) {
    s.entry = Entry::queued;
  } else if (s.entry == Entry::parked_stale) {
    s.entry = Entry::queued_stale;
  }
  return s;
}

}  // namespace timerlaw
