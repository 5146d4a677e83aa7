// SPDX-License-Identifier: Apache-2.0
// Which timers may have fired by now, which must have, and where their signals then stand.
#include <algorithm>
#include <bit>
#include <utility>

#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

// The signals that a generated one discards.
constexpr std::uint64_t opposites_of(Signo signo) {
  return signo == kSigCont ? kStopSignals.bits : kStopSignals.has(signo) ? std::uint64_t{1} << (kSigCont - 1) : 0;
}

// The order of clocks within one hrtimer interrupt (SIG-Q-3).
int rank(ClockId base) {
  switch (base) {
    case ClockId::monotonic:
      return 0;
    case ClockId::realtime:
      return 1;
    case ClockId::boottime:
      return 2;
    default:
      return 3;
  }
}

RuleIndex late_rule(bool clock_set) {
  return clock_set ? "CLK-7"_rule : "TIME-LATE"_rule;
}

constexpr bool earliest_last(const Due& a, const Due& b) {
  return a.at > b.at;
}

}  // namespace

// An interrupt of the very nanosecond of the arming may have come before it: only a later one is sure to fire it. When
// a CPU-time clock reaches a deadline is not known on MONOTONIC.
Range Oracle::key(const OracleTimer& t) const {
  if (t.cpu_time) {
    return {t.armed.lo, kFar};
  }
  const Range deadline = to_monotonic(t.deadline.range(), t.base);
  return {std::max(deadline.lo, t.armed.lo), std::max(deadline.hi, t.armed.hi + 1)};
}

bool Oracle::may_be_due(const OracleTimer& t) const {
  return t.cpu_time ? t.deadline.lo() <= now(t.base).hi : key(t).lo <= now().hi;
}

Range Oracle::real_key() const {
  const RealTimer& real = world_->real;
  return {std::max(real.deadline.lo(), real.armed.lo), std::max(real.deadline.hi(), real.armed.hi + 1)};
}

bool Oracle::must_have_fired(Range key) const {
  const bool passed = facts_.in_order && !world_->moved && key.hi <= world_->fired_through;
  return passed || overdue(key);
}

// It must have fired long ago, whatever else did: within the liveness limit, or within what the target promises.
bool Oracle::overdue(Range key) const {
  const std::int64_t bound = facts_.lateness_bound.ns;
  const std::int64_t limit = options_.liveness_limit.ns;
  return key.hi <= now().lo - (bound < 0 ? limit : std::min(bound, limit));
}

// `clock_set`: while it was armed, and it follows.
RuleIndex Oracle::overdue_rule(Range key, bool clock_set) const {
  return key.hi <= now().lo - options_.liveness_limit.ns ? "TIME-LOST"_rule : late_rule(clock_set);
}

// A timer that was due within `key` has been seen to have fired. A waiter that nobody else runs beside sees it at once.
void Oracle::note_lateness(Range key, bool clock_set, const LawfulDeadline& due) {
  out_.lateness.push_back({step_, {static_cast<std::int64_t>(now().hi - key.lo)}});
  const Step& step = trace_.program.steps[step_];
  const bool waits = step.op == Op::take && (step.value.sec > 0 || step.value.frac > 0);
  if (facts_.lateness_bound.ns < 0 || !waits || parties_ || trace_.stopped || trace_.results[step_].deliveries != 0) {
    return;
  }
  const Wide late = now().hi - std::max(now().lo, key.hi);
  if (late > facts_.lateness_bound.ns) {
    diverge(late_rule(clock_set), "the wait ended " + show(late) + " ns late at least",
            "allowed are only: " + show(facts_.lateness_bound.ns) + " ns or less, which the target promises", {},
            {.of = Lawful::Of::lateness, .least = 0, .most = facts_.lateness_bound.ns, .due = due});
    return;
  }
  exercise(late_rule(clock_set));
}

void Oracle::raise_fired_through(Wide instant) {
  if (instant > world_->fired_through) {
    world_->fired_through = instant;
    world_->fired_through_by = step_;
  }
}

// Timers that expire by interrupts of one CPU.
bool Oracle::in_order(const OracleTimer& t) const {
  return facts_.in_order && !world_->moved && !t.cpu_time && !t.wakes;
}

Place Oracle::expiry_place(Range key, Range deadline, ClockId base, std::uint32_t order, Wide unfired_until,
                           bool by_interrupt) const {
  return {.at = {std::max(key.lo, unfired_until), now().hi},
          .fired = facts_.in_order && !world_->moved && by_interrupt,
          .key = key,
          .deadline = deadline,
          .rank = rank(base),
          .order = order};
}

// Every state in which the timer is armed may have become the one after its expiry, if it is due within this step.
void Oracle::touch(OracleTimer& t) {
  if (t.notify_none || !t.known || !t.signal.any(is_armed) || !may_be_due(t)) {
    return;
  }
  const Range when = key(t);
  const bool periodic = t.deadline.interval() > 0;
  const Ignored is = ignored_for(t.signo, t.to, profile_.preferred_thread);
  const PossibleSignals armed = t.signal.only(is_armed);
  const auto after = [&](bool is_ignored) {
    return armed.map([&](const TimerSignal& s) { return expired(profile_, s, periodic, is_ignored, t.target_gone); });
  };
  PossibleSignals fired = after(is.certain);
  if (is.possible && !is.certain) {
    fired = fired | after(true);
    exercise("SIG-GEN-3"_rule);
  }
  forget_refires(t, is.possible);
  const bool joins = armed.any([](const TimerSignal& s) { return !s.in_queue(); }) && fired.any(is_in_queue);
  if (joins) {
    Place here =
        expiry_place(when, t.deadline.range(), t.base, t.order, t.unfired_until, in_order(t) && !t.synchronous);
    if (t.cpu_time && !t.synchronous) {
      here.ticks = t.base;
      here.key = t.armed;
    }
    if (!t.signal.any(is_in_queue)) {
      t.place = here;
    } else if (t.place.order == t.order) {
      t.place.at.hi = here.at.hi;
    } else {
      // An entry of an earlier setting may be there, and then keeps its place.
      t.place = {.at = hull(t.place.at, here.at), .order = t.order};
    }
  }
  const bool rearms_itself = is.possible && periodic && !profile_.ignored_periodic_parked;
  if (rearms_itself) {  // IGN-4, IGN-6
    if (!t.ignored_from) {
      t.ignored_from = t.deadline;
    }
    const Wide ahead = t.deadline.interval() < facts_.tick.ns && facts_.high_resolution ? facts_.tick.ns : 0;
    t.deadline.forward_perhaps({now(t.base).lo, now(t.base).hi + ahead});
    exercise("IGN-4"_rule);
  }
  t.signal = t.signal | fired;
  flush_opposites_perhaps(t.signo);
  const bool must = t.cpu_time ? t.deadline.hi() <= now(t.base).lo - options_.liveness_limit.ns
                    : t.wakes  ? when.hi <= now().lo - options_.liveness_limit.ns
                               : must_have_fired(when);
  if (must && !rearms_itself) {
    exercise(overdue(when) ? overdue_rule(when, t.ahead >= 0) : "TIME-ORDER"_rule);
    t.signal = t.signal.only([](const TimerSignal& s) { return !is_armed(s); });
  }
}

void Oracle::touch_real() {
  if (in_jiffies()) {
    touch_real_in_jiffies();
    return;
  }
  RealTimer& real = world_->real;
  if (!real.known) {
    return;
  }
  const auto is_running = [](const RealSignal& s) { return s.status == RealStatus::running; };
  const auto is_real_armed = [](const RealSignal& s) { return s.status == RealStatus::armed; };
  const auto stop = [&](RealSignal s) {
    s.status = s.status == RealStatus::running ? RealStatus::idle : s.status;
    return s;
  };
  if (real.signal.any(is_running)) {
    real.signal = real.signal | real.signal.map(stop);
  }
  if (!real.signal.any(is_real_armed) || real_key().lo > now().hi) {
    return;
  }
  const Range when = real_key();
  const Place here =
      expiry_place(when, real.deadline.range(), ClockId::monotonic, real.order, real.unfired_until, true);
  const bool discarded = ignored_for(kSigAlrm, kProcess, PreferredThread::leader).certain;
  const Ignored by_others = ignored_for(kSigAlrm, kProcess, PreferredThread::current);
  if (by_others.possible && !by_others.certain) {
    exercise("SIG-GEN-3"_rule);
  }
  // Another SIGALRM in the shared queue swallows this one (ITR-9): it may have been there, or it must have been.
  bool merge_possible = false;
  bool merge_certain = false;
  const auto meets = [&](const Place& other, bool certain) {
    if (may_precede(other, here)) {
      merge_possible = true;
      merge_certain = merge_certain || (certain && !may_precede(here, other));
    }
  };
  for (const Sent& sent : world_->sent) {
    if (sent.signo() == kSigAlrm && sent.to == kProcess) {
      meets(sent.place, !sent.maybe);
    }
  }
  for (const std::int32_t index : world_->hot[kSigAlrm]) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    touch(t);
    if (t.to == kProcess && (t.signal.any(is_in_queue) || !t.known)) {
      meets(t.place, t.known && t.signal.all(is_in_queue));
      merge_possible = merge_possible || !t.known;
    }
  }
  const PossibleReal armed = real.signal.only(is_real_armed);
  const auto after = [&](bool joins) {
    return armed.map([&](RealSignal s) { return RealSignal{RealStatus::idle, s.queued || (joins && !discarded)}; });
  };
  real.merged = merge_certain;
  PossibleReal fired = merge_certain ? after(false) : after(true);
  if (merge_possible && !merge_certain) {
    fired = fired | after(false);
  }
  const bool was_queued = real.signal.any([](const RealSignal& s) { return s.queued; });
  if (!was_queued) {
    real.place = here;
  } else if (real.place.order == real.order) {
    real.place.at.hi = here.at.hi;
  } else if (armed.any([](const RealSignal& s) { return !s.queued; })) {
    real.place = {.at = hull(real.place.at, here.at), .order = real.order};
  }
  real.signal = real.signal | fired;
  if (world_->moved) {
    real.signal = real.signal | fired.map([](RealSignal s) { return RealSignal{RealStatus::running, s.queued}; });
  }
  if (must_have_fired(when)) {
    exercise(overdue(when) ? overdue_rule(when, false) : "TIME-ORDER"_rule);
    real.signal = real.signal.only([&](const RealSignal& s) { return s.status != RealStatus::armed; });
  }
}

// SIG-SIDE-1: an expiry that generates SIGCONT, or a stop signal, discards what is pending of the other kind. All of
// either kind that may have expired by now are touched first: which of them came before which is not looked at.
void Oracle::flush_opposites_perhaps(Signo signo) {
  if (opposites_of(signo) == 0) {
    return;
  }
  flushing_.add(signo);
  if (std::exchange(gathering_flushes_, true)) {
    return;
  }
  const std::uint64_t either = kStopSignals.bits | std::uint64_t{1} << (kSigCont - 1);
  for_each_signal(either & world_->hot_signals.bits, [&](Signo other) {
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(other)]) {
      touch(world_->timers[static_cast<std::size_t>(index)]);
    }
  });
  gathering_flushes_ = false;
  std::uint64_t opposites = 0;
  for_each_signal(std::exchange(flushing_, {}).bits, [&](Signo fired) { opposites |= opposites_of(fired); });
  for_each_signal(opposites & world_->hot_signals.bits, [&](Signo other) {
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(other)]) {
      OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
      t.signal = t.signal | t.signal.map([&](const TimerSignal& one) { return flushed(profile_, one, t.alive); });
      forget_refires(t, false);
    }
  });
  for (Sent& sent : world_->sent) {
    sent.maybe = sent.maybe || (opposites >> (sent.signo() - 1) & 1) != 0;
  }
}

// What may have discarded signals of this set.
void Oracle::touch_opposites(SigSet set) {
  const bool cont = set.has(kSigCont);
  const bool stop = (set.bits & kStopSignals.bits) != 0;
  const std::uint64_t bits = (cont ? kStopSignals.bits : 0) | (stop ? std::uint64_t{1} << (kSigCont - 1) : 0);
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) {
    for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
      touch(world_->timers[static_cast<std::size_t>(index)]);
    }
  });
}

// Touches every timer of a signal that may have fired or has an entry.
void Oracle::touch_signal(Signo signo) {
  if (opposites_of(signo) != 0) {
    touch_opposites({std::uint64_t{1} << (signo - 1)});
  }
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(signo)]) {
    touch(world_->timers[static_cast<std::size_t>(index)]);
  }
  forget_cold(signo);
}

// Forgets the timers of a signal that cannot matter now.
void Oracle::forget_cold(Signo signo) {
  std::vector<std::int32_t>& list = world_->hot[static_cast<std::size_t>(signo)];
  std::size_t kept = 0;
  for (const std::int32_t index : list) {
    OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
    const bool due = t.signal.any(is_armed) && (t.cpu_time || may_be_due(t));
    const bool has_entry = t.signal.any([](const TimerSignal& s) { return s.entry != Entry::none; });
    if (due || has_entry || !t.known) {
      list[kept++] = index;
    } else {
      t.hot = false;
      if (t.signal.any(is_armed)) {
        schedule(index);
      }
    }
  }
  list.resize(kept);
  if (list.empty()) {
    world_->hot_signals.remove(signo);
    world_->hot_unordered.remove(signo);
  }
}

void Oracle::make_hot(std::int32_t index) {
  OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
  if (!t.hot && !t.notify_none) {
    t.hot = true;
    std::vector<std::int32_t>& list = world_->hot[static_cast<std::size_t>(t.signo)];
    t.hot_since = t.armed.empty() ? 0 : key(t).lo;
    if (t.to != kProcess || !t.known || t.cpu_time || t.wakes || t.synchronous || parties_ ||
        (!list.empty() && world_->timers[static_cast<std::size_t>(list.back())].hot_since > t.hot_since)) {
      world_->hot_unordered.add(t.signo);
    }
    list.push_back(index);
    world_->hot_signals.add(t.signo);
    if (list.size() >= kManyHot && std::has_single_bit(list.size())) {
      forget_cold(t.signo);  // so that a list is no longer than twice what matters
    }
  }
}

void Oracle::schedule(std::int32_t index) {
  const OracleTimer& t = world_->timers[static_cast<std::size_t>(index)];
  if (!t.hot && !t.notify_none) {
    world_->due.push_back({key(t).lo, index, t.order});
    std::ranges::push_heap(world_->due, earliest_last);
  }
}

void Oracle::promote_due() {
  while (!world_->due.empty() && world_->due.front().at <= now().hi) {
    const Due due = world_->due.front();
    std::ranges::pop_heap(world_->due, earliest_last);
    world_->due.pop_back();
    if (world_->timers[static_cast<std::size_t>(due.timer)].order == due.order) {
      make_hot(due.timer);
    }
  }
}

// ITR-6: a SIGALRM left the shared queue during this step, or perhaps did. Touched before.
void Oracle::rearm_real(bool certain) {
  RealTimer& real = world_->real;
  const auto rests = [](const RealSignal& s) { return s.status != RealStatus::armed; };
  if (real.interval == 0 || !real.known || !real.signal.any(rests) || profile_.real_rearm == RealRearm::expiry) {
    return;
  }
  if (certain && real.signal.all(rests)) {
    real.deadline.forward(now(), step_);
    real.armed = now();
  } else {
    real.deadline.forward_perhaps(now());
    real.armed = hull(real.armed, now());
  }
  const PossibleReal rearmed = real.signal.map([](RealSignal s) { return RealSignal{RealStatus::armed, s.queued}; });
  real.signal = certain ? rearmed : real.signal | rearmed;
  real.unfired_until = now().lo;
  real.order = world_->next_order++;
  real.armed_by = step_;
}

}  // namespace timerlaw
