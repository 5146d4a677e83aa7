// SPDX-License-Identifier: Apache-2.0
// One signal leaves the queues: whose it was, whether it was its turn, what its siginfo must say, and what its timer
// does then.
#include <algorithm>

#include "model/calls/timer_getoverrun.h"
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
  if (when == Turn::unknown) {
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
  if (mixed_deliveries_) {
    return;  // threads took signals at the same time: which was first is not known
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
  if (leaving.entry != &real && from.has(kSigAlrm) && real.known) {
    touch_real();
    if (real.signal.any(queued) && turn(kSigAlrm, kProcess, real.place, leaving) == Turn::before) {
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
    if (leaving.entry == &timer || !from.has(timer.signo)) {
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
        turn(sent.signo(), sent.to, sent.place, leaving) != Turn::before) {
      return false;
    }
    if (!sent.maybe) {
      diverge(rule, "took signal " + std::to_string(leaving.signo),
              "allowed are only: signal " + std::to_string(sent.signo()) + " that kill sent, before it");
    }
    return true;
  });
}

bool Oracle::check_info(const SigInfo& info, const SigInfo& expected, RuleIndex rule) {
  if (info == expected) {
    exercise(rule);
    return true;
  }
  diverge(rule, show_info(info), "allowed are only: " + show_info(expected));
  return false;
}

// OVR-5: before the timer is set again, or its entry leaves: whether its last setting expired with the entry queued.
void Oracle::count_refire(OracleTimer& t) const {
  if (!profile_.refire_bumps_overrun || !t.maybe_queued_when_armed) {
    return;
  }
  if (!t.signal.all(is_armed)) {
    ++t.refires.hi;
  }
  if (t.queued_when_armed && !t.signal.any(is_armed)) {
    ++t.refires.lo;
  }
  t.queued_when_armed = t.maybe_queued_when_armed = false;
}

// OVR-5: expiries are counted in the entry, and go with it. An expiry that is ignored is not counted.
void Oracle::forget_refires(OracleTimer& t, bool ignored_perhaps) const {
  if (!t.signal.any(is_in_queue)) {
    t.refires = {0, 0};
    t.queued_when_armed = t.maybe_queued_when_armed = false;
  } else if (!t.signal.all(is_in_queue)) {
    t.refires.lo = 0;
    t.queued_when_armed = false;
  }
  t.queued_when_armed = t.queued_when_armed && !ignored_perhaps;
}

// OVR-1: the count that a delivery within this step reports; the deadline moves on. False after a divergence.
bool Oracle::check_overrun(OracleTimer& t, std::int32_t count) {
  const Wide interval = t.deadline.interval();
  const bool stale = !t.signal.any(is_queued);
  if (interval == 0 || stale) {
    if (t.refires.has(count)) {
      accept(count > 0 ? "OVR-5"_rule : profile_.refire_bumps_overrun ? "PTC-SET"_rule : "OVR-4"_rule);
      return true;
    }
    diverge(profile_.refire_bumps_overrun ? "OVR-5"_rule : "OVR-4"_rule, "si_overrun " + std::to_string(count),
            "allowed are only: " + show(t.refires), because(t));
    return false;
  }
  if (t.clock_gone) {
    if (count >= 0) {
      accept("OVR-1"_rule, true);  // up to when the clock stopped: nobody can read that
      exercise("CPU-13"_rule);
      return true;
    }
    diverge("CPU-13"_rule, "si_overrun " + std::to_string(count), "allowed are only: 0 and more", because(t));
    t.known = false;
    return false;
  }
  const Range here = now(t.base);
  if (t.ignored_from) {  // OVR-6
    t.deadline = *t.ignored_from;
    t.ignored_from.reset();
    exercise("OVR-6"_rule);
  }
  const Range possible = t.deadline.range();
  const Range periods{floor_div(here.lo - possible.hi, interval), floor_div(here.hi - possible.lo, interval)};
  if (count == -1 && t.ahead >= 0 && t.deadline.hi() > here.lo) {
    diverge("OVR-10"_rule, "si_overrun -1", "allowed are only: 0 and more", because(t));
    t.known = false;
    return false;
  }
  if (!profile_.overrun_clamped && t.ahead >= 0) {
    accept("OVR-8"_rule, true);  // how often it wrapped cannot be told
    t.known = false;
    return true;
  }
  Wide counted = count;
  if (!profile_.overrun_clamped) {
    counted = behind_shown(count, floor_div(periods.lo + periods.hi, 2));  // OVR-8
  }
  const bool clamped = profile_.overrun_clamped && count == kDelayTimerMax;
  const Range of_deadline = {counted - t.refires.hi, counted - t.refires.lo};
  Range due = clamped ? Range{-kFar, here.hi - (kDelayTimerMax - t.refires.hi) * interval}
                      : Range{here.lo - (of_deadline.hi + 1) * interval + 1, here.hi - of_deadline.lo * interval};
  if (counted < t.ahead) {
    due.hi = kFar;  // it was forwarded before its clock was set back
  }
  if (counted == periods.lo - 1 && counted == periods.hi - 1 && stops_short(t)) {
    diverge("CPU-12"_rule, "si_overrun " + std::to_string(count), "allowed are only: " + show(periods), because(t));
    t.deadline.advance(counted + 1);
    return false;
  }
  if (t.counted_before) {
    exercise("OVR-9"_rule);
  }
  if (t.counted_before && counted > periods.hi + t.refires.hi) {
    diverge("OVR-9"_rule, "si_overrun " + std::to_string(count),
            "allowed are only: " + show(std::max<Wide>(periods.lo, 0) + t.refires.lo) + " to " +
                show(periods.hi + t.refires.hi),
            because(t));
    t.known = false;
    return false;
  }
  if (counted < 0 || of_deadline.hi < 0 || !t.deadline.narrow(due, step_)) {
    const bool wraps = !profile_.overrun_clamped && periods.hi > kDelayTimerMax;
    diverge(wraps ? "OVR-8"_rule : "OVR-1"_rule, "si_overrun " + std::to_string(count),
            "allowed are only: " + show(std::max<Wide>(periods.lo, 0) + t.refires.lo) + " to " +
                show(periods.hi + t.refires.hi),
            because(t));
    t.deadline.forward(here, step_);
    return false;
  }
  if (count > 0 && was_due_when_set(t)) {
    exercise("OVR-7"_rule);
  }
  if (t.cpu_time) {
    exercise("CPU-7"_rule);
  }
  if (clamped || t.refires.lo != t.refires.hi) {
    t.deadline.forward(here, step_);
    accept(clamped ? "OVR-3"_rule : "OVR-1"_rule);
  } else {
    exercise("CONV-7"_rule);
    t.deadline.advance(of_deadline.lo + 1);
    accept(counted != count ? "OVR-8"_rule : t.refires.lo > 0 ? "OVR-5"_rule : "OVR-1"_rule);
  }
  return true;
}

void Oracle::dequeue_timer(OracleTimer& t, const SigInfo& info, SigSet from) {
  const bool shared_alarm = t.signo == kSigAlrm && t.to == kProcess;
  if (shared_alarm) {
    touch_real();
  }
  if (!takes(t.to)) {
    diverge("SIG-T-1"_rule, "party " + std::to_string(party_) + " took " + show_info(info),
            "allowed are only: signals for the process, and for this thread");
    return;
  }
  if (!t.known) {
    accept("SIG-INFO-2"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    if (shared_alarm) {
      rearm_real();
    }
    return;
  }
  touch(t);
  const auto deliverable = [&](const TimerSignal& s) { return delivers(s); };
  if (!t.signal.any(deliverable) && t.in_flight) {
    t.in_flight = false;  // taken before the timer was set again, and noted after
    accept("SIG-T-1"_rule, true);
    return;
  }
  if (!t.signal.any(deliverable)) {
    const bool stale = t.signal.any(is_in_queue);
    const bool early = !stale && t.signal.any(is_armed) && !may_be_due(t);
    diverge(early               ? "TIME-EARLY"_rule
            : stale && !t.alive ? "PTM-DEL"_rule
            : stale             ? "PTM-SET"_rule
                                : "SIG-SPURIOUS"_rule,
            "took " + show_info(info),
            early ? "allowed are only: its signal at or after " + show(key(t).lo) : "allowed are only: no signal of it",
            because(t));
    t.known = false;
    return;
  }
  const bool was_uncertain = !t.signal.all(deliverable);
  count_refire(t);
  t.signal = t.signal.only(deliverable);
  // Only where stale signals are delivered: which setting's it is shows in the count, or not at all.
  if (t.signal.any(is_queued) && !t.signal.all(is_queued)) {
    OracleTimer as_stale = t;
    as_stale.signal = t.signal.only([](const TimerSignal& s) { return !is_queued(s); });
    const bool stale_explains = t.refires.has(info.b);
    OracleTimer as_valid = t;
    as_valid.signal = t.signal.only(is_queued);
    const Outcome before = outcome_;
    const bool valid_explains = check_overrun(as_valid, info.b);
    outcome_ = before;
    if (stale_explains && valid_explains) {
      t.known = false;  // rearmed or not: settled when it is set again
      t.refires = {0, 0};
      accept("PTC-SET"_rule, true);
      t.signal = t.signal.map([](const TimerSignal& s) { return dequeued(s, false); });
      if (shared_alarm) {
        rearm_real();
      }
      return;
    }
    t.signal = stale_explains ? as_stale.signal : as_valid.signal;
  }
  const bool valid = t.signal.any(is_queued);
  if (valid) {
    if (!t.cpu_time) {
      out_.lateness.push_back({step_, {static_cast<std::int64_t>(now().hi - key(t).lo)}});
    }
    seen_fired(t);
  }
  settle_order({t.signo, t.to, &t.place, &t}, from);
  SigInfo expected{.signo = t.signo,
                   .error = 0,
                   .code = kSiTimer,
                   .a = static_cast<std::int32_t>(t.id),
                   .b = info.b,
                   .value = t.sival,
                   .extra = 0};
  const bool leaking = profile_.leaks_sys_private && !t.alive;
  check_info(info, expected, leaking && info.extra != 0 ? "SIG-INFO-4"_rule : "SIG-INFO-2"_rule);
  if (leaking) {
    exercise("SIG-INFO-4"_rule);
  }
  if (abi_ == Abi::compat32) {
    exercise("C32-4"_rule);
  }
  if (check_overrun(t, info.b)) {
    if (valid) {
      t.last = {info.b, info.b};
      if (t.refires.lo != 0 || t.refires.hi != 0) {
        // OVR-5: timer_getoverrun does not show them.
        const bool cut = profile_.overrun_clamped && info.b == kDelayTimerMax;
        t.last = {Wide{info.b} - t.refires.hi, cut ? kDelayTimerMax : Wide{info.b} - t.refires.lo};
      }
      if (t.deadline.interval() == 0) {
        t.last = {0, 0};
      }
    }
    accept(valid ? outcome_.rule : t.alive ? "PTC-SET"_rule : "PTC-DEL"_rule, was_uncertain);
    exercise("SIG-Q-2"_rule);
    exercise("PT-EXP-1"_rule);
    if (parties_) {
      exercise("SIG-T-1"_rule);
      if (!world_->threads[world_->leader].alive) {
        exercise("LIFE-THR-3"_rule);
      }
    }
    if (t.null_sevp) {
      exercise("ARG-TC-7"_rule);
    }
    if (t.place.order != t.order) {
      exercise("PTM-EXP"_rule);
      exercise("PND-2"_rule);
    }
  }
  t.refires = {0, 0};
  t.queued_when_armed = t.maybe_queued_when_armed = false;
  const bool periodic = t.deadline.interval() > 0;
  t.signal = t.signal.map([&](const TimerSignal& s) { return dequeued(s, periodic); });
  if (periodic && valid) {
    t.counted_before = false;
    t.ahead = -1;
    t.width = kNoWidth;
    t.armed = now();
    t.unfired_until = now().lo;
    t.order = world_->next_order++;
    t.synchronous = (t.cpu_time || profile_.expired_at_arm_synchronous) && t.deadline.lo() <= now(t.base).hi;
    schedule(static_cast<std::int32_t>(&t - world_->timers.data()));
    exercise("PTM-DEQ"_rule);
  }
  if (shared_alarm) {
    rearm_real();
  }
}

void Oracle::dequeue_real(const SigInfo& info, SigSet from) {
  RealTimer& real = world_->real;
  const auto queued = [](const RealSignal& s) { return s.queued; };
  touch_real();
  if (!real.known) {
    accept("SIG-INFO-1"_rule, true);
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  if (!real.signal.any(queued)) {
    const bool early =
        real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; }) && real_key().lo > now().hi;
    diverge(early ? "TIME-EARLY"_rule : "SIG-SPURIOUS"_rule, "took " + show_info(info),
            early ? "allowed are only: SIGALRM at or after " + show(real_key().lo)
                  : std::string("allowed are only: no SIGALRM of ITIMER_REAL"),
            because_real());
    real.known = false;
    real.signal = {};
    return;
  }
  const bool was_uncertain = !real.signal.all(queued);
  if (real.place.order == real.order && real.place.fired) {
    out_.lateness.push_back({step_, {static_cast<std::int64_t>(now().hi - real_key().lo)}});
    real.deadline.narrow({-kFar, now().hi}, step_);
    raise_fired_through(real_key().lo);
  }
  real.signal = real.signal.only(queued);
  settle_order({kSigAlrm, kProcess, &real.place, &real}, from);
  check_info(info, {.signo = kSigAlrm, .code = kSiKernel}, "SIG-INFO-1"_rule);
  if (world_->sigpending_limit < kFar) {
    exercise("SIG-INFO-3"_rule);
  }
  if (real.place.order != real.order) {
    exercise("ITR-10"_rule);
  }
  real.signal = real.signal.map([](const RealSignal& s) { return RealSignal{s.status, false}; });
  accept("ITR-5"_rule, was_uncertain);
  if (real.interval > 0) {
    exercise("ITR-6"_rule);
  }
  rearm_real();
}

void Oracle::dequeue_sent(const SigInfo& info, SigSet from) {
  const SigInfo bare{.signo = info.signo};
  const auto matches = [&](const Sent& sent) {
    return sent.info.signo == info.signo && takes(sent.to) &&
           (sent.info.code == info.code || (sent.bare && info == bare));
  };
  // A thread's own queue comes first; and the very entry, if others of its number may have merged.
  auto found =
      std::ranges::find_if(world_->sent, [&](const Sent& sent) { return matches(sent) && sent.to != kProcess; });
  if (found == world_->sent.end()) {
    found = std::ranges::find_if(world_->sent, [&](const Sent& sent) { return matches(sent) && sent.info == info; });
  }
  if (found == world_->sent.end()) {
    found = std::ranges::find_if(world_->sent, matches);
  }
  const bool shared_alarm = info.signo == kSigAlrm && (found == world_->sent.end() || found->to == kProcess);
  if (shared_alarm) {
    touch_real();
  }
  if (found == world_->sent.end() && trace_.stopped && info.signo == kSigCont) {
    accept("SIG-INFO-5"_rule, true);  // the runner's own, that continued the child
    return;
  }
  if (found == world_->sent.end()) {
    diverge("SIG-SPURIOUS"_rule, "took " + show_info(info), "allowed are only: signals that were sent");
    return;
  }
  const Sent sent = *found;
  world_->sent.erase(found);
  settle_order({sent.signo(), sent.to, &sent.place, &sent}, from);
  SigInfo expected = sent.info;
  if (sent.exited) {
    expected.value = info.value;
    expected.extra = info.extra;
  }
  if (sent.bare && info == bare) {
    accept("SIG-INFO-7"_rule);
  } else {
    check_info(info, expected, "SIG-INFO-5"_rule);
    accept("SIG-INFO-5"_rule, sent.maybe);
  }
  if (sent.bare) {
    for (Sent& other : world_->sent) {  // a number without an entry is gone with the last entry of that number
      other.maybe = other.maybe || (other.bare && other.signo() == info.signo && other.to == sent.to);
    }
  }
  if (CpuItimer* timer = sent.to == kProcess ? cpu_itimer_of(info.signo) : nullptr) {
    touch(*timer);
    taken(*timer);  // what it had expired until here merged with it
  }
  if (shared_alarm) {
    rearm_real();
  }
}

// The timer whose signal this is: ids are used again where they are restored, or the lowest free ones. Of several the
// latest, if none of an earlier one must be taken first.
OracleTimer* Oracle::sender_of(const SigInfo& info) {
  OracleTimer* found = nullptr;
  OracleTimer* latest = nullptr;
  for (std::size_t i = world_->timers.size(); i > 0; --i) {
    OracleTimer& t = world_->timers[i - 1];
    if (static_cast<std::int32_t>(t.id) != info.a || t.notify_none || t.signo != info.signo) {
      continue;
    }
    touch(t);
    latest = latest == nullptr ? &t : latest;
    const bool plausible = !t.known || (t.sival == info.value && takes(t.to) && t.signal.any(is_in_queue));
    const bool first = found == nullptr || (found->to == t.to && t.known && t.signal.all(is_in_queue)) ||
                       (info.extra != 0 && found->alive);
    if (plausible && first) {
      found = &t;
    }
  }
  return found != nullptr ? found : latest;
}

// `info` left the queues during this step; `from` are the signals that were being taken.
void Oracle::dequeue(const SigInfo& info, SigSet from) {
  if (in_jiffies()) {
    dequeue_bit(info, from);
    return;
  }
  const bool forged = info.code == kSiTimer && std::ranges::any_of(world_->sent, [&](const Sent& sent) {
                        return sent.info == info && takes(sent.to);
                      });
  CpuItimer* cpu_itimer = cpu_itimer_of(info.signo);
  if (info.code == kSiTimer && !forged) {
    OracleTimer* t = find_id(info.a);
    if (t == nullptr || t->notify_none || t->signo != info.signo || world_->restoring ||
        profile_.id_allocation == IdAllocation::lowest_free) {
      t = sender_of(info);
    }
    if (t != nullptr) {
      dequeue_timer(*t, info, from);
      return;
    }
    const OracleTimer* silent = find_id(info.a);
    diverge(silent != nullptr && silent->notify_none ? "PT-ARM-3"_rule : "SIG-INFO-2"_rule, "took " + show_info(info),
            "allowed are only: signals of the program's timers");
  } else if (info.code == kSiKernel && info.signo == kSigAlrm) {
    dequeue_real(info, from);
  } else if (info.code == kSiKernel && cpu_itimer != nullptr) {
    dequeue_cpu_itimer(*cpu_itimer, info, from);
  } else if (info.code == kSiUser || info.code < 0 || info.signo == kSigChld) {
    dequeue_sent(info, from);
  } else {
    diverge("SIG-SPURIOUS"_rule, "took " + show_info(info), "allowed are only: signals that something generated");
  }
  if (!outcome_.diverged) {
    return;
  }
  // Somebody's entry left the queue, but whose is not known.
  for (const std::int32_t index : world_->hot[static_cast<std::size_t>(std::clamp(info.signo, 0, kSigMax))]) {
    world_->timers[static_cast<std::size_t>(index)].known = false;
  }
  if (cpu_itimer != nullptr) {
    cpu_itimer->known = false;
  }
  if (info.signo == kSigAlrm) {
    world_->real.known = false;
    world_->real.signal = {};
  }
}

}  // namespace timerlaw
