// SPDX-License-Identifier: Apache-2.0
// int timer_settime(timer_t timerid, int flags, const struct itimerspec *new_value, struct itimerspec *old_value)
// Source: kernel/time/posix-timers.c timer_settime, do_timer_settime, common_timer_set, common_hrtimer_arm;
// timer_settime(2); POSIX timer_settime().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"

namespace timerlaw {

// ARG-TS-1, steps 1 to 4. then(Checked). Step 7, the fault on old, comes after the timer was set.
template <class E, class Then>
constexpr void check_timer_settime(E& e, Pointer in, bool known_id, const typename E::Num& sec,
                                   const typename E::Num& nsec, const typename E::Num& interval_sec,
                                   const typename E::Num& interval_nsec, Then&& then) {
  if (in == Pointer::null) {
    then(Checked{kEinval, "ARG-TS-1"_rule});
    return;
  }
  if (faults_on_read(in)) {
    then(Checked{kEfault, "ARG-TS-1"_rule});
    return;
  }
  validate_time(e, interval_sec, interval_nsec, kSecond, [&](bool interval_valid) {
    if (!interval_valid) {
      then(Checked{kEinval, "CONV-6"_rule});
      return;
    }
    validate_time(e, sec, nsec, kSecond, [&](bool valid) {
      if (!valid) {
        then(Checked{kEinval, "CONV-6"_rule});
      } else {
        then(Checked{known_id ? 0 : kEinval, "ARG-TS-1"_rule});
      }
    });
  });
}

// ARG-TS-2: only this bit of flags counts.
constexpr bool is_absolute(std::int64_t flags) {
  return (flags & kAbstime) != 0;
}

// PT-ARM-1: the clock that the timer runs on until it is set again.
constexpr ClockId base_clock(ClockId clock, bool absolute) {
  return clock == ClockId::realtime && !absolute ? ClockId::monotonic : clock;
}

// PT-ARM-1. then(deadline), on the base clock, for a valid value that is not zero; `now` on the base clock.
template <class E, class Then>
constexpr void posix_deadline(E& e, bool absolute, const typename E::Num& now, const typename E::Num& sec,
                              const typename E::Num& nsec, Then&& then) {
  timespec_to_ns(e, sec, nsec, [&](const typename E::Num& ns) {
    if (absolute) {
      then(ns);
    } else {
      add_safe(e, ns, now, then);
    }
  });
}

}  // namespace timerlaw
