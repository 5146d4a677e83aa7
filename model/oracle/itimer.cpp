// SPDX-License-Identifier: Apache-2.0
// setitimer, getitimer and alarm in every state that is still possible.
#include "model/calls/alarm.h"
#include "model/calls/cpu_itimer.h"
#include "model/calls/setitimer.h"
#include "model/oracle/oracle.h"

namespace timerlaw {
namespace {

constexpr Wide kMicrosPerSecond = kSecond / kMicrosecond;

bool normal(Wide sec, std::int64_t usec) {
  return sec >= 0 && usec >= 0 && usec < kMicrosPerSecond;
}

}  // namespace

// Keeps the states that explain what was seen. False after a divergence.
bool Oracle::real_seen(const RealSeen& seen, RuleIndex rule) {
  RealTimer& real = world_->real;
  const Range here = now();
  const Range window{here.lo + seen.left.lo, here.hi + seen.left.hi};
  const bool armed_possible = real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; });
  const bool idle_possible = real.signal.any([](const RealSignal& s) { return s.status == RealStatus::idle; });
  const bool running_possible = real.signal.any([](const RealSignal& s) { return s.status == RealStatus::running; });
  const bool armed_explains = armed_possible && !seen.left.empty() && Deadline(real.deadline).narrow(window, step_);
  const bool idle_explains = idle_possible && seen.idle;
  const bool running_explains = running_possible && seen.running;
  if (!armed_explains && !idle_explains && !running_explains) {
    std::string allowed = "allowed are only:";
    if (armed_possible) {
      allowed += " what " + show(real.deadline.lo() - here.hi) + " to " + show(real.deadline.hi() - here.lo) +
                 " ns to go are shown as (armed);";
    }
    if (idle_possible) {
      allowed += " 0 (not armed, or expired);";
    }
    allowed.pop_back();
    note_shown(real, seen.alone);
    diverge(rule, "remaining " + show(seen.number), allowed, because_real(),
            {.of = Lawful::Of::value,
             .least = idle_possible ? 0 : 1,
             .most = 0,
             .left = armed_possible,
             .due_shows = static_cast<std::int64_t>(seen.unit),
             .unit = static_cast<std::int64_t>(seen.unit),
             .due = lawful_deadline_of_real()});
    return false;
  }
  real.signal = real.signal.only([&](const RealSignal& s) {
    switch (s.status) {
      case RealStatus::armed:
        return armed_explains;
      case RealStatus::idle:
        return idle_explains;
      case RealStatus::running:
        return running_explains;
    }
    return false;
  });
  const bool choice = (armed_possible ? 1 : 0) + (idle_possible ? 1 : 0) > 1;
  if (armed_explains && !idle_explains && !running_explains) {
    real.deadline.narrow(window, step_);
    real.unfired_until = here.lo;
    exercise("CONV-5"_rule);
    if (facts_.in_order && !world_->moved && real.armed.hi < world_->fired_through) {
      real.deadline.narrow({world_->fired_through + 1, kFar}, world_->fired_through_by);
    }
  } else if (!armed_explains && armed_possible) {
    real.deadline.narrow({-kFar, here.hi}, step_);
    if (facts_.in_order && !world_->moved) {
      raise_fired_through(std::max(real_key().lo, real.unfired_until));
    }
  }
  if (!armed_explains && real.interval > 0 && discards(kSigAlrm, world_->disposition[kSigAlrm]) &&
      !world_->threads[world_->leader].blocked.has(kSigAlrm)) {
    exercise("ITR-7"_rule);
  }
  accept(rule, choice);
  return true;
}

bool Oracle::check_real_shown(const Step& step, const StepResult& result, RuleIndex rule) {
  RealTimer& real = world_->real;
  if (result.out != Out::written) {
    diverge(rule, "the output was not written", "allowed are only: the timer's setting", {},
            lawful_number(Lawful::Of::output, 1));
    return false;
  }
  if (!real.known) {
    accept(rule, true);
    outcome_.verdict = Verdict::unspecified;
    return true;
  }
  Wide sec = result.sec;
  Wide interval_sec = result.interval_sec;
  if (has_time32(step, abi_)) {
    const bool may_run = real.signal.any([](const RealSignal& s) { return s.status == RealStatus::armed; });
    sec = behind_shown(result.sec, may_run ? floor_div(real.deadline.lo() - now().hi, kSecond) : 0);
    interval_sec = behind_shown(result.interval_sec, floor_div(real.interval, kSecond));
    if (sec != result.sec || interval_sec != result.interval_sec) {
      exercise("C32-1"_rule);
    }
  }
  if (!normal(sec, result.frac) || !normal(interval_sec, result.interval_frac)) {
    diverge(rule, "not a normalised timeval", "allowed are only: 0 <= usec < 10^6", because_real(),
            {.of = Lawful::Of::fields, .unit = static_cast<std::int64_t>(kMicrosecond)});
    return false;
  }
  const Wide interval = interval_sec * kMicrosPerSecond + result.interval_frac;
  Concrete concrete;
  Wide expected = 0;
  ns_to_us(concrete, real.interval, [&](Wide us) { expected = us; });
  if (interval != expected) {
    diverge(rule, "it_interval " + show(interval) + " us", "allowed are only: " + show(expected), because_real(),
            lawful_number(Lawful::Of::interval, expected, kMicrosecond));
    return false;
  }
  touch_real();
  const Wide value = sec * kMicrosPerSecond + result.frac;
  Preimage preimage({real.deadline.lo() - now().hi, real.deadline.hi() - now().lo});
  real_shown(preimage, preimage.hidden(), [&](const Preimage::Num& us) { preimage.observe(us, value); });
  Preimage due({-1, -1});
  real_shown(due, due.hidden(), [&](const Preimage::Num& us) { due.observe(us, value); });
  Preimage alone(kEverything);
  if (preimage.found().empty()) {
    real_shown(alone, alone.hidden(), [&](const Preimage::Num& us) { alone.observe(us, value); });
  }
  exercise("CONV-4"_rule);
  const bool shows_less = value == 0 && !preimage.found().empty() &&
                          real.signal.all([](const RealSignal& s) { return s.status == RealStatus::armed; });
  return real_seen({preimage.found(), value == 0, !due.found().empty(), value, alone.found(), kMicrosecond},
                   shows_less ? "ITR-4"_rule : rule);
}

void Oracle::getitimer(const Step& step, const StepResult& result) {
  const auto which = static_cast<std::int32_t>(step.clock);
  const Checked expected = check_getitimer(profile_, which, step.out);
  if (!expect_error(expected, result) || expected.error != 0) {
    return;
  }
  if (which == static_cast<std::int32_t>(Which::real)) {
    in_jiffies() ? check_real_shown_in_jiffies(result) : check_real_shown(step, result, "ITR-3"_rule);
  } else {
    check_shown(world_->cpu_itimers[which == static_cast<std::int32_t>(Which::prof) ? kProf : kVirt], step, result,
                false);
  }
}

void Oracle::setitimer(const Step& step, const StepResult& result) {
  if (in_jiffies()) {
    setitimer_in_jiffies(step, result);
    return;
  }
  const auto which = static_cast<std::int32_t>(step.clock);
  const bool time32 = has_time32(step, abi_);
  const TimeArg value = as_taken(step.value, time32, abi_);
  const TimeArg period = as_taken(step.interval, time32, abi_);
  Concrete concrete;
  Checked expected{};
  check_setitimer(concrete, which, step.in, Wide{value.sec}, Wide{value.frac}, Wide{period.sec}, Wide{period.frac},
                  [&](Checked checked) { expected = checked; });
  if (time32) {
    exercise("C32-2"_rule);
  }
  if (expected.error != 0) {
    expect_error(expected, result);
    return;
  }
  const bool disarm = step.in == Pointer::null || (value.sec == 0 && value.frac == 0);
  const bool late_fault = step.out != Pointer::ok && step.out != Pointer::null;
  const bool is_real = which == static_cast<std::int32_t>(Which::real);
  CpuItimer& cpu = world_->cpu_itimers[which == static_cast<std::int32_t>(Which::prof) ? kProf : kVirt];
  if (is_real) {
    touch_real();
  }
  if (step.out == Pointer::ok) {
    if (is_real) {
      check_real_shown(step, result, "ITR-3"_rule);
    } else {
      check_shown(cpu, step, result, true);
    }
  }
  const RuleIndex rule = step.in == Pointer::null ? "ARG-SI-2"_rule
                         : !is_real               ? "ITC-7"_rule
                         : disarm                 ? "ITR-2"_rule
                                                  : "ITR-1"_rule;
  if (late_fault) {
    expect_error(Checked{kEfault, "SIDE-1"_rule}, result);
  } else {
    accept(rule, outcome_.verdict == Verdict::weak);
    expect_error(Checked{0, rule}, result);
  }
  const bool nothing = step.in == Pointer::null;
  if (!is_real) {
    arm(cpu, nothing ? TimeArg{} : value, nothing ? TimeArg{} : period);
    return;
  }
  Wide interval = 0;
  if (!nothing) {
    timeval_to_ns(concrete, Wide{period.sec}, Wide{period.frac}, [&](Wide ns) { interval = ns; });
  }
  if (disarm) {
    arm_real(0, 0, 0);
  } else {
    arm_real(value.sec, value.frac, interval);
  }
}

// ITR-1, ITR-2. A value of zero disarms.
void Oracle::arm_real(Wide sec, Wide usec, Wide interval) {
  RealTimer& real = world_->real;
  const bool armed = sec != 0 || usec != 0;
  real.known = true;
  real.signal = real.signal.map([&](const RealSignal& s) {
    return RealSignal{armed ? RealStatus::armed : RealStatus::idle, s.queued};
  });
  real.interval = armed ? interval : 0;
  real.order = world_->next_order++;
  real.armed_by = step_;
  if (!armed) {
    real.deadline = {};
    real.armed = kNothing;
    return;
  }
  Concrete concrete;
  Range deadline{};
  real_deadline(concrete, now().lo, sec, usec, [&](Wide ns) { deadline.lo = ns; });
  real_deadline(concrete, now().hi, sec, usec, [&](Wide ns) { deadline.hi = ns; });
  real.deadline = Deadline(deadline, real.interval, step_);
  real.armed = now();
  real.unfired_until = now().lo;
}

void Oracle::alarm(const Step& step, const StepResult& result) {
  if (in_jiffies()) {
    alarm_in_jiffies(step, result);
    return;
  }
  RealTimer& real = world_->real;
  touch_real();
  if (!real.known) {
    accept("ALRM-1"_rule, true);
    outcome_.verdict = Verdict::unspecified;
  } else {
    Preimage preimage({real.deadline.lo() - now().hi, real.deadline.hi() - now().lo});
    alarm_shown(preimage, profile_, preimage.hidden(),
                [&](const Preimage::Num& seconds) { preimage.observe(seconds, result.ret); });
    const bool was_idle = real.signal.all([](const RealSignal& s) { return s.status == RealStatus::idle; });
    Preimage due({-1, -1});
    alarm_shown(due, profile_, due.hidden(), [&](const Preimage::Num& seconds) { due.observe(seconds, result.ret); });
    Preimage alone(kEverything);
    if (preimage.found().empty()) {
      alarm_shown(alone, profile_, alone.hidden(),
                  [&](const Preimage::Num& seconds) { alone.observe(seconds, result.ret); });
    }
    const bool cut = profile_.alarm_round == AlarmRound::microseconds && real.deadline.lo() > now().hi &&
                     real.deadline.hi() - now().lo < kMicrosecond;
    real_seen({preimage.found(), result.ret == 0, !due.found().empty(), result.ret, alone.found(), kSecond},
              was_idle ? "ALRM-5"_rule
              : cut    ? "ALRM-2"_rule
                       : "ALRM-1"_rule);
  }
  exercise("ITR-11"_rule);
  exercise("ARG-AL-1"_rule);
  if (real.known && real.deadline.lo() - now().hi >= (Wide{1} << 32) * kSecond) {
    exercise("ALRM-4"_rule);
  }
  arm_real(static_cast<std::uint32_t>(step.number), 0, 0);
}

}  // namespace timerlaw
