// SPDX-License-Identifier: Apache-2.0
// How user space's seconds become the kernel's nanoseconds and back.
// Source: include/linux/ktime.h ktime_set; include/linux/time64.h timespec64_valid; kernel/time/hrtimer.c
// ktime_add_safe; kernel/time/itimer.c get_itimerval, put_itimerval.
#pragma once

#include "model/eval.h"

namespace timerlaw {

inline constexpr Wide kSecond = 1'000'000'000;
inline constexpr Wide kMicrosecond = 1'000;
inline constexpr Wide kTimeMax = 0x7fff'ffff'ffff'ffff;  // KTIME_MAX
inline constexpr Wide kSecondsMax = kTimeMax / kSecond;  // KTIME_SEC_MAX

// CONV-6. then(valid): `units` is how many of frac make a second.
template <class E, class Then>
constexpr void validate_time(E& e, const typename E::Num& sec, const typename E::Num& frac, Wide units, Then&& then) {
  e.branch("CONV-6/negative-seconds", sec < 0, [&] { then(false); });
  e.branch("CONV-6/negative-fraction", sec >= 0 && frac < 0, [&] { then(false); });
  e.branch("CONV-6/fraction-too-large", sec >= 0 && frac >= units, [&] { then(false); });
  e.branch("CONV-6/valid", sec >= 0 && frac >= 0 && frac < units, [&] { then(true); });
}

// CONV-1. then(ns), for a valid timespec.
template <class E, class Then>
constexpr void timespec_to_ns(E& e, const typename E::Num& sec, const typename E::Num& nsec, Then&& then) {
  e.branch("CONV-1/saturated", sec >= kSecondsMax, [&] { then(typename E::Num(kTimeMax)); });
  e.branch("CONV-1/exact", sec < kSecondsMax, [&] { then(sec * kSecond + nsec); });
}

// CONV-5. then(ns), for a valid timeval.
template <class E, class Then>
constexpr void timeval_to_ns(E& e, const typename E::Num& sec, const typename E::Num& usec, Then&& then) {
  timespec_to_ns(e, sec, usec * kMicrosecond, then);
}

// Whether a valid value, of ns nanoseconds, arms a timer: ITR-2, ITC-1, PT-ARM-2. then(armed)
struct ArmingNames {
  const char* disarms;
  const char* arms;
};
template <class E, class Then>
constexpr void arming(E& e, const ArmingNames& names, const typename E::Num& ns, Then&& then) {
  e.branch(names.disarms, ns == 0, [&] { then(false); });
  e.branch(names.arms, ns > 0, [&] { then(true); });
}
inline constexpr ArmingNames kRealArming{"ITR-2/disarms", "ITR-2/arms"};
inline constexpr ArmingNames kCpuItimerArming{"ITC-1/disarms", "ITC-1/arms"};
inline constexpr ArmingNames kPosixArming{"PT-ARM-2/disarms", "PT-ARM-2/arms"};

// CONV-2. then(sum), for non-negative a and b.
template <class E, class Then>
constexpr void add_safe(E& e, const typename E::Num& a, const typename E::Num& b, Then&& then) {
  e.branch("CONV-2/saturated", a + b > kTimeMax, [&] { then(typename E::Num(kTimeMax)); });
  e.branch("CONV-2/exact", a + b <= kTimeMax, [&] { then(a + b); });
}

// CONV-4. then(us): a timeval is this number of microseconds, split at the second.
template <class E, class Then>
constexpr void ns_to_us(E& e, const typename E::Num& ns, Then&& then) {
  then(e.floor_div(ns, kMicrosecond));
}

// CONV-7. then(deadline, periods): the first point of the grid deadline + k·interval after now. interval > 0.
template <class E, class Then>
constexpr void forward(E& e, const typename E::Num& deadline, const typename E::Num& now,
                       const typename E::Num& interval, Then&& then) {
  e.branch("CONV-7/not-due", now < deadline, [&] { then(deadline, typename E::Num(0)); });
  e.branch("CONV-7/due", now >= deadline, [&] {
    const typename E::Num periods = e.floor_div(now - deadline, interval) + 1;
    add_safe(e, deadline + (periods - 1) * interval, interval,
             [&](const typename E::Num& next) { then(next, periods); });
  });
}

}  // namespace timerlaw
