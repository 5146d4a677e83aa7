// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/jiffy_itimer.h"

#include <algorithm>

#include "model/calls/jiffies.h"

namespace timerlaw {
namespace {

Wide jiffies_of(Faults faults, const TimeArg& time) {
  Concrete e;
  Wide result = 0;
  timeval_to_jiffies(e, time.sec, time.frac, [&](Wide jiffies) { result = jiffies; });
  if (faults(M::jiffies_rounded_down) && time.frac % static_cast<std::int64_t>(kMicrosPerJiffy) != 0 && result > 0) {
    result -= 1;
  }
  return result;
}

Wide microseconds(Wide jiffies) {
  Concrete e;
  Wide result = 0;
  jiffies_to_us(e, jiffies, [&](Wide us) { result = us; });
  return result;
}

}  // namespace

Wide JiffyClock::total(Nanos monotonic) const {
  return floor_div(Wide{monotonic.ns} - phase_.ns, kJiffy.ns);
}

Wide JiffyClock::now(Nanos monotonic) const {
  Concrete e;
  return jiffy_word(e, total(monotonic));
}

Nanos JiffyClock::begins(Wide jiffy, Nanos monotonic) const {
  const Wide at = (total(monotonic) + jiffy - now(monotonic)) * kJiffy.ns + phase_.ns;
  return {std::max(static_cast<std::int64_t>(at), monotonic.ns)};
}

void JiffyRealTimer::arm(Wide now, Wide count) {
  Concrete e;
  armed_ = true;
  real_due_jiffy(e, now, count, [&](Wide due) { due_ = due; });
}

void JiffyRealTimer::set(Faults faults, Wide now, const TimeArg& value, const TimeArg& interval) {
  const Wide count = jiffies_of(faults, value);
  armed_ = false;
  interval_ = count == 0 && faults(M::jiffies_disarm_drops_interval) ? 0 : jiffies_of(faults, interval);
  if (count != 0) {
    arm(now, count + (faults(M::jiffies_one_late) ? 1 : 0) - (faults(M::jiffies_early) && count > 1 ? 1 : 0));
  }
}

// L20-4.
Wide JiffyRealTimer::left(Faults faults, Wide now) const {
  Concrete e;
  Wide result = 0;
  if (armed_) {
    real_left_jiffies(e, due_ - now, [&](Wide jiffies) { result = jiffies; });
  }
  return faults(M::jiffies_due_shows_zero) && result == 1 ? 0 : result;
}

ItimerShown JiffyRealTimer::shown(Faults faults, Wide now) const {
  return {microseconds(left(faults, now)), microseconds(interval_)};
}

Wide JiffyRealTimer::seconds_left(Faults faults, Wide now) const {
  Concrete e;
  Wide result = 0;
  const Wide jiffies = left(faults, now);
  if (faults(M::jiffies_alarm_half_up)) {
    return floor_div(jiffies + kJiffiesPerSecond / 2, kJiffiesPerSecond);
  }
  alarm_from_jiffies(e, jiffies, [&](Wide seconds) { result = seconds; });
  return result;
}

void JiffyRealTimer::expire(Faults faults, Wide now) {
  armed_ = false;
  if (interval_ != 0 && !faults(M::jiffies_wait_for_delivery)) {
    arm(now, interval_);
  }
}

void JiffyRealTimer::delivered(Faults faults, Wide now) {
  if (!armed_ && interval_ != 0 && faults(M::jiffies_wait_for_delivery)) {
    arm(now, interval_);
  }
}

void JiffyCpuItimer::set(Faults faults, const TimeArg& value, const TimeArg& interval) {
  Concrete e;
  value_ = jiffies_of(faults, value);
  interval_ = jiffies_of(faults, interval);
  if (!faults(M::jiffies_without_the_extra)) {
    cpu_count_jiffies(e, Wide{value_}, [&](Wide count) { value_ = count; });
  }
}

ItimerShown JiffyCpuItimer::shown() const {
  return {microseconds(value_), microseconds(interval_)};
}

bool JiffyCpuItimer::tick(Faults faults) {
  Concrete e;
  bool sent = false;
  count_jiffies_down(e, value_, interval_, 1, [&](Wide value, bool fires) {
    value_ = fires && faults(M::jiffies_lose_the_interval) ? 0 : value;
    sent = fires;
  });
  return sent;
}

}  // namespace timerlaw
