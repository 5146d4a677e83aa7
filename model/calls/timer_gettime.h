// SPDX-License-Identifier: Apache-2.0
// int timer_gettime(timer_t timerid, struct itimerspec *curr_value)
// Source: kernel/time/posix-timers.c timer_gettime, common_timer_get; timer_gettime(2); POSIX timer_gettime().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"

namespace timerlaw {

// ARG-TG-1.
constexpr Checked check_timer_gettime(bool known_id, Pointer out) {
  if (!known_id) {
    return {kEinval, "ARG-TG-1"_rule};
  }
  return {faults_on_write(out) ? kEfault : 0, "ARG-TG-1"_rule};
}

// PT-GET-1, step 4. then(ns): what remains of a timer that is armed, or of SIGEV_NONE; `left` is deadline - now.
template <class E, class Then>
constexpr void posix_remaining(E& e, const typename E::Num& left, bool notify_none, Then&& then) {
  e.branch("PT-GET-1/due", left <= 0, [&] { then(typename E::Num(notify_none ? 0 : 1)); });
  e.branch("PT-GET-1/running", left > 0, [&] { then(left); });
}

}  // namespace timerlaw
