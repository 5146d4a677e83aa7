// SPDX-License-Identifier: Apache-2.0
// How a POSIX timer and its one signal belong together: expiry, delivery, setting again, deleting, ignoring.
// A small finite machine without time: the oracle applies it to sets of states, the simulated kernel to one.
// Source: kernel/time/posix-timers.c posix_timer_fn, posix_timer_queue_signal, __posixtimer_deliver_signal,
// do_timer_settime, posix_timer_delete; kernel/signal.c posixtimer_send_sigqueue, posixtimer_sig_ignore,
// posixtimer_sig_unignore, flush_sigqueue_mask. POSIX XSH 2.4.1.
#pragma once

#include <cstdint>

namespace timerlaw {

enum class TimerStatus : std::uint8_t { disarmed, armed, pending };  // pending: waits for delivery to be rearmed

// Where the timer's signal is. A stale one belongs to an earlier setting: it is dropped when its turn comes.
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

// PTM-EXP: the timer's callback runs. An entry that is queued already is valid again and keeps its place.
constexpr TimerSignal expired(TimerSignal s, bool periodic, bool ignored) {
  s.status = periodic ? TimerStatus::pending : TimerStatus::disarmed;
  s.periodic_when_queued = periodic;
  if (s.in_queue()) {
    s.entry = Entry::queued;
  } else if (ignored) {
    s.entry = periodic ? Entry::parked : Entry::none;
  } else {
    s.entry = Entry::queued;
  }
  return s;
}

// PTM-DEQ: the entry leaves the queue. Delivered only if it was Entry::queued; then a periodic timer is rearmed.
constexpr TimerSignal dequeued(TimerSignal s, bool periodic) {
  if (s.entry == Entry::queued && periodic) {
    s.status = TimerStatus::armed;
  }
  s.entry = Entry::none;
  return s;
}

// PTM-SET: timer_settime, whatever it sets. The caller arms or disarms afterwards.
constexpr TimerSignal set_again(TimerSignal s, bool armed) {
  s.status = armed ? TimerStatus::armed : TimerStatus::disarmed;
  if (s.entry == Entry::queued) {
    s.entry = Entry::queued_stale;
  } else if (s.entry == Entry::parked) {
    s.entry = Entry::parked_stale;
  }
  return s;
}

// PTM-DEL: timer_delete. What stays is a tombstone in the queue.
constexpr TimerSignal deleted(TimerSignal s) {
  s.status = TimerStatus::disarmed;
  s.entry = s.in_queue() ? Entry::queued_stale : Entry::none;
  s.periodic_when_queued = false;
  return s;
}

// PTM-FLUSH: the signal becomes ignored, or a stop signal meets SIGCONT. `alive`: the timer was not deleted.
constexpr TimerSignal flushed(TimerSignal s, bool alive) {
  if (!s.in_queue()) {
    return s;
  }
  if (!alive || !s.periodic_when_queued) {
    s.entry = Entry::none;
  } else {
    s.entry = s.entry == Entry::queued ? Entry::parked : Entry::parked_stale;
  }
  return s;
}

// PTM-UNIGN: the disposition was SIG_IGN and no longer ignores. A parked entry joins the end of the queue.
constexpr TimerSignal unignored(TimerSignal s) {
  if (s.entry == Entry::parked) {
    s.entry = Entry::queued;
  } else if (s.entry == Entry::parked_stale) {
    s.entry = Entry::queued_stale;
  }
  return s;
}

}  // namespace timerlaw
