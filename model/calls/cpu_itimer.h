// SPDX-License-Identifier: Apache-2.0
// ITIMER_VIRTUAL and ITIMER_PROF, which count CPU time.
// Source: kernel/time/itimer.c get_cpu_itimer, set_cpu_itimer; kernel/time/posix-cpu-timers.c check_cpu_itimer;
// setitimer(2); POSIX setitimer().
#pragma once

#include "model/calls/conversions.h"
#include "model/profile.h"

namespace timerlaw {

// What a valid timeval comes to. then(ns). Kernels that do not saturate lose what 64 bits do not hold.
template <class E, class Then>
constexpr void cputime_of(E& e, const Profile& profile, const typename E::Num& sec, const typename E::Num& usec,
                          Then&& then) {
  if (profile.cputime_saturates) {
    timeval_to_ns(e, sec, usec, then);
    return;
  }
  constexpr Wide kWord = Wide{1} << 64;
  const typename E::Num ns = sec * kSecond + usec * kMicrosecond;
  then(ns - e.floor_div(ns, kWord) * kWord);
}

// What 64 bits without sign hold, shown as a signed number.
template <class E>
constexpr typename E::Num with_sign(E& e, const typename E::Num& ns) {
  constexpr Wide kWord = Wide{1} << 64;
  return ns - e.floor_div(ns + kWord / 2, kWord) * kWord;
}

// ITC-1, ITC-2. then(deadline) for a value that is not zero, of ns; `now` on the timer's clock.
template <class E, class Then>
constexpr void cpu_itimer_deadline(E&, const typename E::Num& now, const typename E::Num& ns, Wide tick, Then&& then) {
  then(now + ns + tick);
}

// ITC-3, ITC-4, ITC-5. then(ns): what is shown of an armed timer; `left` is deadline - now. Kept in 64 bits without
// sign, and shown with one.
template <class E, class Then>
constexpr void cpu_itimer_remaining(E& e, const Profile& profile, const typename E::Num& left, Wide tick,
                                    bool old_value, Then&& then) {
  constexpr Wide kSignBit = Wide{1} << 63;
  e.branch("ITC-3/past", left < 0, [&] { then(typename E::Num(tick)); });
  e.branch("ITC-3/now", left == 0,
           [&] { then(typename E::Num(old_value || profile.itimer_equal_is_firing ? tick : 0)); });
  e.branch("ITC-3/running", left > 0 && left < kSignBit, [&] { then(left); });
  e.branch("ITC-3/sign", left >= kSignBit, [&] { then(left - 2 * kSignBit); });
}

}  // namespace timerlaw
