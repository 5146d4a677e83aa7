// SPDX-License-Identifier: Apache-2.0
// ITIMER_VIRTUAL and ITIMER_PROF of the kernels that have hrtimers and still count CPU time in jiffies.
// Source: kernel/itimer.c set_cpu_itimer; include/linux/jiffies.h timeval_to_jiffies, MAX_SEC_IN_JIFFIES;
// kernel/posix-cpu-timers.c check_cpu_itimer (4.3).
#pragma once

#include "model/calls/conversions.h"

namespace timerlaw {

// The seconds that are too many to count in jiffies of this length.
constexpr Wide jiffy_seconds_max(Wide tick) {
  constexpr Wide kMaxJiffyOffset = (Wide{1} << 62) - 2;
  int scale = 30;  // jiffies.h SEC_JIFFIE_SC: 32, less SHIFT_HZ
  for (Wide hz = 6; hz <= kSecond / tick; hz *= 2) {
    --scale;
  }
  return (kMaxJiffyOffset >> scale) * tick / kSecond * 2 - 1;
}

// ITC-10. then(ns, error) for a valid timeval: whole jiffies, and by how much they are more than was asked for.
template <class E, class Then>
constexpr void timeval_to_cputime(E& e, const typename E::Num& sec, const typename E::Num& usec, Wide tick,
                                  Then&& then) {
  const Wide most = jiffy_seconds_max(tick);
  e.branch("ITC-10/saturated", sec >= most, [&] { then(typename E::Num(most * kSecond), typename E::Num(0)); });
  e.branch("ITC-10/rounded-up", sec < most, [&] {
    const typename E::Num ns = sec * kSecond + usec * kMicrosecond;
    const typename E::Num up = e.floor_div(ns + (tick - 1), tick) * tick;
    then(up, up - ns);
  });
}

// ITC-10. then(deadline, error): a periodic timer has expired. Rounding errors are collected, and given back by a
// jiffy.
template <class E, class Then>
constexpr void next_cputime_deadline(E& e, const typename E::Num& deadline, const typename E::Num& interval,
                                     const typename E::Num& error, const typename E::Num& interval_error, Wide tick,
                                     Then&& then) {
  const typename E::Num sum = error + interval_error;
  e.branch("ITC-10/jiffy-given-back", sum >= tick, [&] { then(deadline + interval - tick, sum - tick); });
  e.branch("ITC-10/kept", sum < tick, [&] { then(deadline + interval, sum); });
}

}  // namespace timerlaw
