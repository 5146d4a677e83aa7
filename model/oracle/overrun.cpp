// SPDX-License-Identifier: Apache-2.0
// Overrun counts: what a delivery reports, and where that puts the deadline.
#include <algorithm>

#include "model/calls/timer_getoverrun.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

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
            "allowed are only: " + show(t.refires), because(t),
            {.of = Lawful::Of::overrun,
             .least = static_cast<std::int64_t>(t.refires.lo),
             .most = static_cast<std::int64_t>(t.refires.hi)});
    return false;
  }
  if (t.clock_gone) {
    if (count >= 0) {
      accept("OVR-1"_rule, true);  // up to when the clock stopped: nobody can read that
      exercise("CPU-13"_rule);
      return true;
    }
    diverge("CPU-13"_rule, "si_overrun " + std::to_string(count), "allowed are only: 0 and more", because(t),
            {.of = Lawful::Of::overrun, .least = 0, .most = kDelayTimerMax});
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
    diverge("OVR-10"_rule, "si_overrun -1", "allowed are only: 0 and more", because(t),
            {.of = Lawful::Of::overrun, .least = 0, .most = kDelayTimerMax});
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
  const Lawful lawful{.of = profile_.overrun_clamped ? Lawful::Of::overrun : Lawful::Of::words,
                      .least = static_cast<std::int64_t>(t.refires.lo),
                      .most = static_cast<std::int64_t>(t.refires.hi),
                      .periods = true,
                      .due = lawful_deadline(t)};
  // Of the least that have passed, if a point of the grid may be now then.
  const bool least_is_on_the_grid = t.deadline.hi() + periods.lo * interval >= here.lo;
  if (counted >= 0 && counted == periods.lo - 1 && !clamped && least_is_on_the_grid && stops_short(t)) {
    diverge("CPU-12"_rule, "si_overrun " + std::to_string(count), "allowed are only: " + show(periods), because(t),
            lawful);
    t.deadline.advance(counted + 1);
    return false;
  }
  if (t.counted_before) {
    exercise("OVR-9"_rule);
  }
  if (t.counted_before && counted > periods.hi + t.refires.hi) {
    Lawful too_many = lawful;  // whether it counts OVR-5's one is no matter of this rule
    too_many.least = 0;
    diverge("OVR-9"_rule, "si_overrun " + std::to_string(count),
            "allowed are only: " + show(std::max<Wide>(periods.lo, 0) + t.refires.lo) + " to " +
                show(periods.hi + t.refires.hi),
            because(t), too_many);
    t.known = false;
    return false;
  }
  // How many of them were counted before is not known: they say nothing of where the deadline stands.
  if (t.counted_before && counted >= std::max<Wide>(periods.lo, 0) + t.refires.lo) {
    t.known = t.known && t.ahead < 0;
    t.deadline.forward(here, step_);
    accept("OVR-1"_rule, true);
    return true;
  }
  if (counted < 0 || of_deadline.hi < 0 || !t.deadline.narrow(due, step_)) {
    const bool wraps = !profile_.overrun_clamped && periods.hi > kDelayTimerMax;
    diverge(wraps ? "OVR-8"_rule : "OVR-1"_rule, "si_overrun " + std::to_string(count),
            "allowed are only: " + show(std::max<Wide>(periods.lo, 0) + t.refires.lo) + " to " +
                show(periods.hi + t.refires.hi),
            because(t), lawful);
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
    t.known = t.known && t.ahead < 0;  // where it stands depends on how far it had been forwarded
    t.deadline.forward(here, step_);
    accept(clamped ? "OVR-3"_rule : "OVR-1"_rule);
  } else {
    exercise("CONV-7"_rule);
    t.deadline.advance(of_deadline.lo + 1);
    accept(counted != count ? "OVR-8"_rule : t.refires.lo > 0 ? "OVR-5"_rule : "OVR-1"_rule);
  }
  return true;
}

}  // namespace timerlaw
