// SPDX-License-Identifier: Apache-2.0
// int timer_getoverrun(timer_t timerid)
// Source: kernel/time/posix-timers.c timer_getoverrun, timer_overrun_to_int, common_hrtimer_rearm;
// timer_getoverrun(2); POSIX timer_getoverrun().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"
#include "model/profile.h"

namespace timerlaw {

// ARG-ID-1.
constexpr Checked check_timer_getoverrun(bool known_id) {
  return {known_id ? 0 : kEinval, "ARG-ID-1"_rule};
}

inline constexpr Wide kDelayTimerMax = 0x7fff'ffff;  // DELAYTIMER_MAX

// OVR-1, OVR-3, OVR-8. then(count): what a delivery reports when `periods` whole intervals have passed since the expiry
// that queued the signal.
template <class E, class Then>
constexpr void overrun_count(E& e, [[maybe_unused]] const Profile& profile, const typename E::Num& periods,
                             Then&& then) {
  if constexpr (requires { e.trunc32(periods); }) {  // run backward, a truncated count is any of its word
    if (!profile.overrun_clamped) {
      then(e.trunc32(periods));
      return;
    }
  }
  e.branch("OVR-3/clamped", periods > kDelayTimerMax, [&] { then(typename E::Num(kDelayTimerMax)); });
  e.branch("OVR-1/counted", periods <= kDelayTimerMax, [&] { then(periods); });
}

}  // namespace timerlaw
