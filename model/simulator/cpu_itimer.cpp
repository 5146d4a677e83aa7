// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cpu_itimer.h"

#include "model/calls/cpu_itimer.h"
#include "model/calls/cputime_jiffies.h"

namespace timerlaw {
namespace {

struct Rounded {
  Wide ns = 0;
  Wide error = 0;
};

Rounded cputime(const Profile& profile, Faults faults, Nanos tick, const TimeArg& time) {
  Concrete e;
  Rounded result;
  if (profile.cputime_unit == CputimeUnit::nanoseconds) {
    cputime_of(e, profile, time.sec, time.frac, [&](Wide ns) { result.ns = ns; });
    return result;
  }
  timeval_to_cputime(e, time.sec, time.frac, tick.ns, [&](Wide ns, Wide error) { result = {ns, error}; });
  if (faults(M::cputime_rounded_down) && result.error > 0) {
    return {result.ns - tick.ns, 0};
  }
  return result;
}

Wide microseconds(Wide ns) {
  Concrete e;
  Wide us = 0;
  ns_to_us(e, ns, [&](Wide shown) { us = shown; });
  return us;
}

}  // namespace

// ITC-1, ITC-2, ITC-10.
void CpuItimer::set(const Profile& profile, Faults faults, Nanos tick, Wide now, const TimeArg& value,
                    const TimeArg& interval) {
  const Rounded v = cputime(profile, faults, tick, value);
  const Rounded i = cputime(profile, faults, tick, interval);
  Concrete e;
  arming(e, kCpuItimerArming, v.ns, [&](bool arms) { armed_ = arms; });
  error_ = v.error;
  interval_ = i.ns;
  interval_error_ = i.error;
  if (!armed_) {
    if (faults(M::cpu_itimer_disarm_drops_interval)) {
      interval_ = 0;
    }
    return;
  }
  cpu_itimer_deadline(e, now, v.ns, faults(M::cpu_itimer_without_tick) ? 0 : tick.ns,
                      [&](Wide deadline) { deadline_ = deadline; });
}

ItimerShown CpuItimer::shown(const Profile& profile, Faults faults, Nanos tick, Wide now, bool old_value) const {
  Concrete e;
  ItimerShown result{0, microseconds(with_sign(e, interval_))};
  if (!armed_) {
    return result;
  }
  cpu_itimer_remaining(e, profile, deadline_ - now, tick.ns, old_value, [&](Wide ns) {
    const bool hidden = faults(M::due_cpu_itimer_shows_zero) && deadline_ < now;
    result.value = hidden ? 0 : microseconds(ns);
  });
  return result;
}

bool CpuItimer::tick(const Profile& profile, Faults faults, Nanos tick, Wide now) {
  const Wide early = faults(M::cpu_itimer_fires_early) ? 2 * Wide{tick.ns} : 0;
  if (!armed_ || now < deadline_ - early) {
    return false;
  }
  armed_ = interval_ != 0 && !faults(M::cpu_itimer_fires_once);
  if (profile.cputime_unit == CputimeUnit::nanoseconds) {
    deadline_ += interval_;
  } else {
    Concrete e;
    const Wide interval_error = faults(M::cputime_error_forgotten) ? 0 : interval_error_;
    next_cputime_deadline(e, deadline_, interval_, error_, interval_error, tick.ns, [&](Wide deadline, Wide error) {
      deadline_ = deadline;
      error_ = error;
    });
  }
  if (faults(M::cpu_itimer_rearmed_from_now)) {
    deadline_ = now + interval_;
  }
  return true;
}

Signo CpuLimit::tick(Faults faults, Wide now) {
  if (due() == kNeverDue) {
    return 0;
  }
  if (hard != kNoCpuLimit && now >= Wide{hard} * kSecond) {
    return kSigKill;
  }
  if (now < due() - (faults(M::cpu_limit_early) ? kSecond / 2 : 0)) {
    return 0;
  }
  if (faults(M::cpu_limit_once)) {
    soft = kNoCpuLimit;
  } else {
    ++soft;
  }
  return kSigXcpu;
}

}  // namespace timerlaw
