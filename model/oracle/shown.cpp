// SPDX-License-Identifier: Apache-2.0
// What timer_gettime, and timer_settime's old value, may show of a timer; and what that tells about its deadline.
#include <algorithm>

#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"
#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

// The instants that `left` = deadline - now allows the deadline, now being anywhere in `now`.
Range deadline_from(Range left, Range now) {
  return {now.lo + left.lo, now.hi + left.hi};
}

// Which values of deadline - now explain what was shown of an armed timer.
Range left_explaining(Range deadline, Range now, bool notify_none, Wide shown) {
  Preimage preimage({deadline.lo - now.hi, deadline.hi - now.lo});
  posix_remaining(preimage, preimage.hidden(), notify_none,
                  [&](const Preimage::Num& ns) { preimage.observe(ns, shown); });
  return preimage.found();
}

}  // namespace

void Oracle::seen_unfired(OracleTimer& t) {
  t.unfired_until = now().lo;
  // H had reached fired_through at an instant when this timer was armed already: then its deadline lies behind that.
  if (in_order(t) && t.armed.hi < world_->fired_through) {
    const Wide offset = to_monotonic({0, 0}, t.base).lo;
    t.deadline.narrow({world_->fired_through + 1 - offset - (to_monotonic({0, 0}, t.base).hi - offset), kFar},
                      world_->fired_through_by);
  }
}

bool Oracle::was_due_when_set(const OracleTimer& t) const {
  return t.cpu_time ? t.synchronous : to_monotonic(t.deadline.range(), t.base).hi <= t.armed.lo;
}

void Oracle::seen_fired(OracleTimer& t) {
  if (t.ahead >= 0) {
    return;  // by a clock that was set since
  }
  t.deadline.narrow({-kFar, now(t.base).hi}, step_);
  if (was_due_when_set(t)) {
    exercise("PT-ARM-7"_rule);
  }
  if (in_order(t) && !t.synchronous) {
    raise_fired_through(std::max(key(t).lo, t.unfired_until));
  }
}

// Whether CPU-12 may be at work: now lies on the grid, and an earlier forwarding may have left any point of it.
bool Oracle::stops_short(const OracleTimer& t) const {
  const Wide interval = t.deadline.interval();
  const Range here = now(t.base);
  if (!t.cpu_time || interval == 0) {
    return false;
  }
  const Wide intervals = floor_div(here.hi - t.deadline.lo(), interval);
  return intervals >= 1 && t.deadline.hi() + intervals * interval >= here.lo;
}

// C32-1: the seconds that may remain, to the deadline or to the next point of the grid, and are shown so.
Wide Oracle::seconds_behind(const OracleTimer& t, std::int64_t shown, Wide frac) const {
  const Range here = now(t.base);
  const Range left{t.deadline.lo() - here.hi, t.deadline.hi() - here.lo};
  const auto nearest = [&](Wide ns) { return behind_shown(shown, floor_div(std::max<Wide>(ns, 0), kSecond)); };
  const Wide interval = t.deadline.interval();
  if (interval == 0) {
    return nearest(left.lo);
  }
  if (t.notify_none || t.signal.any(is_armed)) {
    for (const Wide expected : {left.lo, left.hi}) {
      const Wide value = nearest(expected) * kSecond + frac;
      if (value >= 1 && (left.has(value) || (value == 1 && left.lo <= 1))) {
        return nearest(expected);
      }
    }
  }
  const auto next = [&](Wide deadline, Wide at) {
    const Wide intervals = std::max<Wide>(floor_div(at - deadline, interval) + 1, 0);
    return std::min(deadline + intervals * interval, t.deadline.most()) - at;
  };
  const Wide one = next(t.deadline.lo(), here.hi);
  const Wide other = next(t.deadline.hi(), here.lo);
  const auto off = [&](Wide ns) {
    const Wide value = nearest(ns) * kSecond + frac;
    return value < 1 ? kFar : value < ns ? ns - value : value - ns;
  };
  return nearest(off(one) <= off(other) ? one : other);
}

bool Oracle::check_shown(OracleTimer& t, const Step& step, const StepResult& result, RuleIndex rule) {
  if (result.out != Out::written) {
    diverge(rule, "the output was not written", "allowed are only: the timer's setting", {},
            lawful_number(Lawful::Of::output, 1));
    return false;
  }
  if (!t.known) {
    accept(rule, true);
    outcome_.verdict = Verdict::unspecified;
    return true;
  }
  if (t.clock_gone) {
    if (result.sec != 0 || result.frac != 0 || result.interval_sec != 0 || result.interval_frac != 0) {
      diverge("ARG-TS-4"_rule, "a value that is not zero", "allowed are only: zeros, for its clock's thread is gone",
              {}, lawful_number(Lawful::Of::value, 0));
      return false;
    }
    accept("ARG-TS-4"_rule);
    exercise("LIFE-THR-4"_rule);
    return true;
  }
  const bool time32 = has_time32(step, abi_);
  Wide sec = result.sec;
  Wide interval_sec = result.interval_sec;
  if (time32) {
    const bool idle = t.notify_none && !t.signal.any(is_armed);
    const bool may_run =
        t.notify_none || t.signal.any([](const TimerSignal& s) { return s.status != TimerStatus::disarmed; });
    // Of one that must show zero any seconds will do that are none.
    sec = idle      ? behind_shown(result.sec, (Wide{1} << 31) - 1)
          : may_run ? seconds_behind(t, result.sec, result.frac)
                    : behind_shown(result.sec, 0);
    interval_sec = behind_shown(result.interval_sec, floor_div(t.deadline.interval(), kSecond));
    if (sec != result.sec || interval_sec != result.interval_sec) {
      exercise("C32-1"_rule);
    }
  }
  const Wide interval = interval_sec * kSecond + result.interval_frac;
  const Wide value = sec * kSecond + result.frac;
  const auto normal = [](Wide whole, std::int64_t nsec) { return whole >= 0 && nsec >= 0 && nsec < kSecond; };
  if (!normal(sec, result.frac) || !normal(interval_sec, result.interval_frac)) {
    diverge(rule, "not a normalised timespec", "allowed are only: 0 <= nsec < 10^9", because(t),
            {.of = Lawful::Of::fields});
    return false;
  }
  if (interval != t.deadline.interval()) {
    const bool kept = t.armed.empty() && t.deadline.interval() > 0;
    diverge(kept ? "CPU-3"_rule : rule, "it_interval " + show(interval),
            "allowed are only: " + show(t.deadline.interval()), because(t),
            lawful_number(Lawful::Of::interval, t.deadline.interval()));
    return false;
  }
  if (interval > 0 && t.armed.empty()) {
    exercise("CPU-3"_rule);
  }
  touch(t);
  if (t.cpu_time) {
    exercise("CPU-2"_rule);
    if (value > 1 && stops_short(t)) {
      exercise("CPU-12"_rule);
    }
    if (rule == "PT-ARM-5"_rule && interval > 0 && forwards_old_cpu_value(profile_)) {
      return check_shown_forwarded(t, value);
    }
    if (!profile_.cpu_timers_forwarded) {
      return check_shown_stuck(t, value);
    }
  }
  return t.notify_none ? check_shown_none(t, value, rule) : check_shown_signal(t, value, rule);
}

// CPU-4, CPU-5: deadline - now, or 1 ns once that is not positive; 0 of one that is not armed. A SIGEV_NONE timer is
// queued as others are, and not armed once it has expired.
bool Oracle::check_shown_stuck(OracleTimer& t, Wide value) {
  const Range here = now(t.base);
  const bool due_possible = t.deadline.lo() <= here.hi;
  const bool runs = t.notify_none
                        ? t.signal.any(is_armed)
                        : t.signal.any([](const TimerSignal& s) { return s.status != TimerStatus::disarmed; });
  const bool idle_possible = t.signal.any([](const TimerSignal& s) { return s.status == TimerStatus::disarmed; }) ||
                             (t.notify_none && due_possible);
  const Range left = left_explaining(t.deadline.range(), here, false, value);
  const bool running_explains = runs && !left.empty();
  if (!running_explains && !(idle_possible && value == 0)) {
    diverge(
        t.notify_none ? "CPU-5"_rule : "CPU-4"_rule, "it_value " + show(value),
        "allowed are only: " + show(std::max<Wide>(t.deadline.lo() - here.hi, 1)) + " to " +
            show(std::max<Wide>(t.deadline.hi() - here.lo, 1)) + (idle_possible ? ", or 0" : ""),
        because(t),
        {.of = Lawful::Of::value, .least = idle_possible ? 0 : 1, .most = 0, .left = true, .due = lawful_deadline(t)});
    return false;
  }
  if (running_explains && value > 1) {
    t.deadline.narrow(deadline_from(left, here), step_);
  }
  if (t.notify_none && value == 0 && runs && t.deadline.interval() > 0) {
    exercise("CPU-5"_rule);
  }
  accept(value == 0 && t.notify_none ? "CPU-5"_rule
         : value == 1                ? "CPU-4"_rule
                                     : "PT-GET-1"_rule,
         idle_possible && runs);
  return true;
}

// CPU-6: whatever its state, a periodic one is forwarded before its old value is shown.
bool Oracle::check_shown_forwarded(OracleTimer& t, Wide value) {
  const Range here = now(t.base);
  const bool due_possible = t.deadline.lo() <= here.hi;
  const bool stuck = !profile_.cpu_timers_forwarded;
  const bool idle_possible = t.signal.any([](const TimerSignal& s) { return s.status == TimerStatus::disarmed; }) ||
                             (t.notify_none && due_possible && stuck);
  if (value == 0 && idle_possible) {
    accept("CPU-5"_rule, true);
    return true;
  }
  if (value < 1 || !t.deadline.narrow_grid({here.lo + value, here.hi + value}, here, 0, step_)) {
    const Wide at_now = t.notify_none && !stuck ? 0 : 1;
    diverge(value == at_now && stops_short(t) ? "CPU-12"_rule : "CPU-6"_rule, "it_value " + show(value),
            "allowed are only: the time from " + show(here) + " to a later point of the grid " +
                show(t.deadline.range()) + " + k * " + show(t.deadline.interval()),
            because(t), {.of = Lawful::Of::value, .grid = true, .due = lawful_deadline(t)});
    return false;
  }
  accept(t.deadline.hi() > here.lo ? "PT-ARM-5"_rule : "CPU-6"_rule);
  return true;
}

// SIGEV_NONE: never queued, computed on demand.
bool Oracle::check_shown_none(OracleTimer& t, Wide value, RuleIndex rule) {
  if (!t.signal.any(is_armed)) {
    if (value != 0) {
      note_shown(t, {value, value});
      diverge("PT-ARM-6"_rule, "it_value " + show(value), "allowed are only: 0 (not armed)", because(t),
              lawful_number(Lawful::Of::value, 0));
      return false;
    }
    accept("PT-ARM-6"_rule);
    if (t.armed_by != kNeverSet) {
      exercise("PT-NONE"_rule);
    }
    return true;
  }
  const Range here = now(t.base);
  const Wide interval = t.deadline.interval();
  if (interval > 0) {
    // Before the first expiry the deadline itself counts, then the next point of the grid.
    if (value == 0 && stops_short(t)) {
      diverge("CPU-12"_rule, "it_value 0", "allowed are only: the time to a later point of the grid", because(t),
              {.of = Lawful::Of::value, .grid = true, .due = lawful_deadline(t)});
      return false;
    }
    const Range shown{here.lo + value, here.hi + value};
    const bool not_due = value > interval && t.ahead < 0;  // from then on it shows an interval at most
    if (value < 1 ||
        !(not_due ? t.deadline.narrow(shown, step_) : t.deadline.narrow_grid(shown, here, 0, step_, t.ahead))) {
      const bool stuck = value == 0 && t.wakes && !profile_.alarm_clock_forwards;
      diverge(stuck ? "CLK-3"_rule : "PT-GET-2"_rule, "it_value " + show(value),
              "allowed are only: the time from " + show(here) + " to a later point of the grid " +
                  show(t.deadline.range()) + " + k * " + show(interval),
              because(t), {.of = Lawful::Of::value, .grid = true, .due = lawful_deadline(t)});
      return false;
    }
    accept(t.deadline.hi() > here.lo ? rule : "PT-GET-2"_rule);
    if (t.wakes && !profile_.alarm_clock_forwards && t.deadline.hi() <= here.lo) {
      exercise("CLK-3"_rule);
    }
    return true;
  }
  const Range left = left_explaining(t.deadline.range(), here, true, value);
  if (left.empty()) {
    note_shown(t, left_explaining(kEverything, {0, 0}, true, value));
    diverge(rule, "it_value " + show(value),
            "allowed are only: " + show(t.deadline.lo() - here.hi) + " to " + show(t.deadline.hi() - here.lo) +
                " (0 once due)",
            because(t), {.of = Lawful::Of::value, .left = true, .due_shows = 0, .due = lawful_deadline(t)});
    return false;
  }
  const bool choice = t.deadline.lo() <= here.hi && t.deadline.hi() > here.lo;
  t.deadline.narrow(deadline_from(left, here), step_);
  accept(value == 0 ? "PT-GET-2"_rule : rule, choice);
  return true;
}

bool Oracle::check_shown_signal(OracleTimer& t, Wide value, RuleIndex rule) {
  const Range here = now(t.base);
  const Wide interval = t.deadline.interval();
  const bool armed_possible = t.signal.any(is_armed);
  const bool idle_possible = t.signal.any([](const TimerSignal& s) { return s.status == TimerStatus::disarmed; });
  const bool pending_possible = t.signal.any([](const TimerSignal& s) { return s.status == TimerStatus::pending; });
  const Range left = left_explaining(t.deadline.range(), here, false, value);
  Deadline grid = t.deadline;
  const bool armed_explains =
      armed_possible && !left.empty() && Deadline(t.deadline).narrow(deadline_from(left, here), step_);
  const bool idle_explains = idle_possible && value == 0;
  const bool clock_set = t.ahead >= 0;
  const bool pending_explains =
      pending_possible && value >= 1 && (value <= interval || clock_set) &&
      grid.narrow_grid({here.lo + value, here.hi + value}, here, clock_set ? 0 : 1, step_, t.ahead);
  // CPU-12 shows 1 ns of an expired timer: as one does that is due and yet to expire, or 1 ns before a point of its
  // grid.
  const bool may_stop_short = pending_possible && value == 1 && stops_short(t);
  if (!armed_explains && !idle_explains && !pending_explains && may_stop_short) {
    diverge("CPU-12"_rule, "it_value 1", "allowed are only: the time to a later point of the grid", because(t),
            {.of = Lawful::Of::value, .grid = true, .skipped = 1, .due = lawful_deadline(t)});
    return false;
  }
  if (!armed_explains && !idle_explains && !pending_explains) {
    std::string allowed = "allowed are only:";
    if (armed_possible) {
      allowed.append(" ").append(show(std::max<Wide>(t.deadline.lo() - here.hi, 1)));
      allowed.append(" to ").append(show(std::max<Wide>(t.deadline.hi() - here.lo, 1))).append(" (armed);");
    }
    if (idle_possible) {
      allowed += " 0 (not armed, or expired);";
    }
    if (pending_possible) {
      allowed += " the time to the next point of the grid " + show(t.deadline.range()) + " + k * " + show(interval) +
                 " (expired, signal not delivered);";
    }
    allowed.pop_back();
    const bool stuck = pending_possible && value == 1 && t.wakes && !profile_.alarm_clock_forwards;
    note_shown(t, left_explaining(kEverything, {0, 0}, false, value));
    diverge(stuck ? "CLK-3"_rule : rule, "it_value " + show(value), allowed, because(t),
            {.of = Lawful::Of::value,
             .least = idle_possible ? 0 : 1,
             .most = 0,
             .left = armed_possible,
             .grid = pending_possible,
             .skipped = clock_set ? 0 : 1,
             .due = lawful_deadline(t)});
    return false;
  }
  const int choices = (armed_possible ? 1 : 0) + (idle_possible ? 1 : 0) + (pending_possible ? 1 : 0);
  t.signal = t.signal.only([&](const TimerSignal& s) {
    switch (s.status) {
      case TimerStatus::armed:
        return armed_explains;
      case TimerStatus::disarmed:
        return idle_explains;
      case TimerStatus::pending:
        return pending_explains || may_stop_short;
    }
    return false;
  });
  if (armed_explains && !idle_explains && !pending_explains && !may_stop_short) {
    t.deadline.narrow(deadline_from(left, here), step_);
    seen_unfired(t);
    note_width(t);
    accept(t.ignored_from && value > interval ? "IGN-6"_rule : rule, choices > 1);
    exercise(t.deadline.hi() > kTimeMax ? "CPU-10"_rule : t.deadline.hi() == kTimeMax ? "CONV-3"_rule : "CONV-1"_rule);
  } else if (!armed_explains) {
    if (pending_explains) {
      if (!may_stop_short) {
        t.deadline = grid;
      }
      exercise("CONV-7"_rule);
    } else if (armed_possible && discards(t.signo, world_->disposition[static_cast<std::size_t>(t.signo)]) &&
               ignored_for(t.signo, t.to, profile_.preferred_thread).certain) {
      exercise("IGN-7"_rule);
    }
    if (armed_possible || pending_explains) {
      seen_fired(t);
    }
    accept(t.deadline.interval() == 0 && t.armed.empty() ? "PT-ARM-2"_rule : "PT-GET-2"_rule, choices > 1);
  } else {
    accept(rule, true);
  }
  return true;
}

void Oracle::gettime(const Step& step, const StepResult& result) {
  if (!profile_.posix_timers) {
    expect_error({kEnosys, "ARG-NOSYS"_rule}, result);
    return;
  }
  OracleTimer* t = find(step);
  const Checked expected = check_timer_gettime(t != nullptr, step.out);
  if (!expect_error(expected, result) || expected.error != 0) {
    return;
  }
  check_shown(*t, step, result, "PT-GET-1"_rule);
}

}  // namespace timerlaw
