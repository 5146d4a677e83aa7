// SPDX-License-Identifier: Apache-2.0
// The order among signals that wait: which of two has its turn first, and what that says when one leaves.
#include <algorithm>

#include "model/oracle/oracle.h"

namespace timerlaw {

// Whether an entry at `a` may have been queued before one at `b`.
bool Oracle::may_precede(const Place& a, const Place& b) const {
  if (a.at.lo > b.at.hi) {
    return false;
  }
  if (counts_cpu_time(a.ticks) && a.ticks == b.ticks && a.deadline.lo > b.deadline.hi && b.key.hi <= a.at.lo) {
    return false;  // SIG-Q-4: by one tick, or the later deadline by a later one
  }
  if (!a.fired || !b.fired || a.key.lo < b.key.hi) {
    return true;  // by two interrupts
  }
  // Only if one interrupt queued both.
  if (a.rank != b.rank) {
    return a.rank < b.rank;
  }
  if (a.deadline.lo != b.deadline.hi) {
    return a.deadline.lo < b.deadline.hi;
  }
  return a.order < b.order;
}

// A stale entry of the timer was dropped, or perhaps was, when its turn came. ITIMER_REAL was touched before.
void Oracle::drop_stale(OracleTimer& t, bool certain) {
  const auto is_stale = [&](const TimerSignal& s) { return s.entry == Entry::queued_stale && !delivers(s); };
  if (!t.signal.any(is_stale)) {
    return;
  }
  const bool all = t.signal.all(is_stale);
  const PossibleSignals dropped = t.signal.map([&](TimerSignal s) {
    s.entry = is_stale(s) ? Entry::none : s.entry;
    return s;
  });
  t.signal = certain ? dropped : t.signal | dropped;
  if (certain && all) {
    exercise(t.alive ? "PTM-SET"_rule : "PTM-DEL"_rule);
  }
  if (t.signo == kSigAlrm && t.to == kProcess) {
    rearm_real(certain && all);  // ITR-6: even for an entry that is dropped
  }
}

// Whether an entry, if it is in a queue, has its turn before the one that leaves (SIG-Q-2).
Oracle::Turn Oracle::turn(Signo signo, Target to, const Place& place, const Leaving& leaving) const {
  if (to != leaving.to) {
    return to != kProcess ? Turn::before : Turn::after;
  }
  if (signo != leaving.signo) {
    return dequeues_before(signo, leaving.signo) ? Turn::before : Turn::after;
  }
  if (!may_precede(*leaving.place, place)) {
    return Turn::before;
  }
  return may_precede(place, *leaving.place) ? Turn::unknown : Turn::after;
}

// The entry of one other timer of a signal that was being taken.
void Oracle::settle_order_of(OracleTimer& t, const Leaving& leaving) {
  touch(t);
  const Place& later = *leaving.place;
  if (t.cpu_time && !t.synchronous && t.base == later.ticks && t.deadline.hi() < later.deadline.lo &&
      t.armed.hi <= later.at.lo) {
    t.signal = t.signal.only([](const TimerSignal& s) { return !is_armed(s); });
  }
  if (!t.signal.any(is_in_queue) || !takes(t.to)) {
    return;
  }
  const Turn when = turn(t.signo, t.to, t.place, leaving);
  if (when == Turn::after) {
    if (t.signo == leaving.signo && t.place.fired && leaving.place->fired && t.signal.all(is_queued)) {
      exercise("SIG-Q-3"_rule);
    }
    if (t.signo == leaving.signo && counts_cpu_time(t.place.ticks) && t.place.ticks == leaving.place->ticks &&
        t.place.deadline.lo > leaving.place->deadline.hi) {
      exercise("SIG-Q-4"_rule);
    }
    return;
  }
  drop_stale(t, when == Turn::before);
  if (when == Turn::unknown || on_its_way_perhaps(t.signo, t.to)) {
    return;
  }
  t.signal = t.signal.only([&](const TimerSignal& s) { return !delivers(s); });
  if (t.signal.empty()) {
    diverge("SIG-Q-2"_rule, "took signal " + std::to_string(leaving.signo),
            "allowed are only: signal " + std::to_string(t.signo) + " of " + show_timer(t) + " before it", because(t));
    t.known = false;
  } else if (t.signal.all(is_armed)) {
    seen_unfired(t);
  }
}

// Nothing valid may be waiting whose turn was before; stale entries before it were dropped. Where timers stand in the
// order of hot_since, and all entries are valid and the process's, those behind the leaving one need no look.
void Oracle::settle_order(const Leaving& leaving, SigSet from) {
  // Threads took signals at the same time, or this one may have taken it long ago: what was first is not known.
  if (mixed_deliveries_ || taken_from_ < step_) {
    return;
  }
  const RuleIndex rule = "SIG-Q-2"_rule;
  touch_opposites(from);
  if (from.has(kSigAlrm)) {
    touch_real();
  }
  for_each_signal(from.bits & world_->hot_signals.bits, [&](Signo signo) {
    const bool ordered = !world_->hot_unordered.has(signo);
    if (ordered && (leaving.to != kProcess || dequeues_before(leaving.signo, signo))) {
      return;
    }
    std::size_t looked_at = 0;
    std::size_t without_entry = 0;
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      if (&t == leaving.entry || !t.known) {
        continue;
      }
      settle_order_of(t, leaving);
      ++looked_at;
      without_entry += t.signal.any(is_in_queue) ? 0u : 1u;
      if (ordered && signo == leaving.signo && t.hot_since > leaving.place->at.lo) {
        break;
      }
    }
    if (looked_at >= kManyHot && without_entry * 2 > looked_at) {
      forget_cold(signo);
    }
  });
  RealTimer& real = world_->real;
  const auto queued = [](const RealSignal& s) { return s.queued; };
  if (leaving.entry != &real && from.has(kSigAlrm) && real.known && !on_its_way_perhaps(kSigAlrm, kProcess)) {
    touch_real();
    // ITR-9: beside another SIGALRM it is in the queue only if it came first.
    const bool first = (leaving.signo == kSigAlrm && leaving.to == kProcess) ||
                       turn(kSigAlrm, kProcess, real.place, leaving) == Turn::before;
    if (real.signal.any(queued) && first) {
      const PossibleReal kept = real.signal.only([](const RealSignal& s) { return !s.queued; });
      if (kept.empty()) {
        diverge(rule, "took signal " + std::to_string(leaving.signo),
                "allowed are only: SIGALRM of ITIMER_REAL before it", because_real());
        real.known = false;
        real.signal = {};
      } else {
        real.signal = kept;
      }
    }
  }
  for (CpuItimer& timer : world_->cpu_itimers) {
    if (leaving.entry == &timer || !from.has(timer.signo) || on_its_way_perhaps(timer.signo, kProcess)) {
      continue;
    }
    touch(timer);
    if (!may_be_queued(timer) || turn(timer.signo, kProcess, timer.place, leaving) != Turn::before) {
      continue;
    }
    if (must_be_queued(timer)) {
      diverge(rule, "took signal " + std::to_string(leaving.signo),
              "allowed are only: signal " + std::to_string(timer.signo) + " of CPU time used, before it",
              because(timer));
      timer.known = false;
    } else {
      not_queued(timer);
    }
  }
  for (Sent& sent : world_->sent) {  // a bare number comes after the entries of it, and goes with the last
    sent.maybe = sent.maybe || (sent.bare && sent.signo() == leaving.signo && sent.to == leaving.to);
  }
  std::erase_if(world_->sent, [&](const Sent& sent) {
    if (sent.bare && sent.signo() == leaving.signo) {
      return false;
    }
    if (&sent == leaving.entry || !from.has(sent.signo()) || !takes(sent.to) ||
        on_its_way_perhaps(sent.signo(), sent.to) || turn(sent.signo(), sent.to, sent.place, leaving) != Turn::before) {
      return false;
    }
    if (!sent.maybe) {
      diverge(rule, "took signal " + std::to_string(leaving.signo),
              "allowed are only: signal " + std::to_string(sent.signo()) + " that kill sent, before it");
    }
    return true;
  });
}

}  // namespace timerlaw
