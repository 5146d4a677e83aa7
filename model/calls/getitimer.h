// SPDX-License-Identifier: Apache-2.0
// int getitimer(int which, struct itimerval *curr_value)
// Source: kernel/time/itimer.c getitimer, do_getitimer, itimer_get_remtime; getitimer(2); POSIX getitimer().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"
#include "model/profile.h"

namespace timerlaw {

// ARG-GI-1, ARG-GI-2.
constexpr Checked check_getitimer(const Profile& profile, std::int32_t which, Pointer out) {
  if (profile.getitimer_null_first && out == Pointer::null) {
    return {kEfault, "ARG-GI-2"_rule};
  }
  if (which < 0 || which > 2) {
    return {kEinval, "ARG-GI-1"_rule};
  }
  return {faults_on_write(out) ? kEfault : 0, "ARG-GI-1"_rule};
}

// ITR-3. then(ns): what remains of an armed ITIMER_REAL; `left` is deadline - now.
template <class E, class Then>
constexpr void real_remaining(E& e, const typename E::Num& left, Then&& then) {
  e.branch("ITR-3/due", left <= 0, [&] { then(typename E::Num(kMicrosecond)); });
  e.branch("ITR-3/running", left > 0, [&] { then(left); });
}

// ITR-3, then CONV-4. then(us): what is shown of an armed ITIMER_REAL, in microseconds.
template <class E, class Then>
constexpr void real_shown(E& e, const typename E::Num& left, Then&& then) {
  real_remaining(e, left, [&](const typename E::Num& ns) { ns_to_us(e, ns, then); });
}

}  // namespace timerlaw
