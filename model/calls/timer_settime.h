// SPDX-License-Identifier: Apache-2.0
// int timer_settime(timer_t timerid, int flags, const struct itimerspec *new_value, struct itimerspec *old_value)
// Source: kernel/time/posix-timers.c timer_settime, do_timer_settime, common_timer_set, common_hrtimer_arm;
// timer_settime(2); POSIX timer_settime().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"
#include "model/profile.h"

namespace timerlaw {

// ARG-TS-1, steps 1 to 4. then(Checked). ESRCH (ARG-TS-4), and the fault on old, come later.
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

// PT-ARM-1, CLK-4: the clock that the timer runs on until it is set again, as it is read.
constexpr ClockId base_clock(ClockId clock, bool absolute) {
  switch (clock) {
    case ClockId::realtime:
      return absolute ? ClockId::realtime : ClockId::monotonic;
    case ClockId::realtime_alarm:
      return ClockId::realtime;
    case ClockId::boottime_alarm:
      return ClockId::boottime;
    default:
      return clock;
  }
}

// CPU-6: from 6.13 on timer_settime disarms a CPU-time timer before it looks at the old value.
constexpr bool forwards_old_cpu_value(const Profile& profile) {
  return !profile.cpu_timers_forwarded || profile.stale_signals_dropped;
}

// PT-ARM-1, CPU-10. then(deadline), on the base clock, for a valid value that is not zero; `now` on the base clock.
template <class E, class Then>
constexpr void posix_deadline(E& e, bool cpu_time, bool absolute, const typename E::Num& now,
                              const typename E::Num& sec, const typename E::Num& nsec, Then&& then) {
  timespec_to_ns(e, sec, nsec, [&](const typename E::Num& ns) {
    if (absolute) {
      then(ns);
    } else if (cpu_time) {
      then(ns + now);
    } else {
      add_safe(e, ns, now, then);
    }
  });
}

// CLK-5. then(deadline) on the host's clock, of an absolute one in a time namespace that is `offset` ahead of it.
template <class E, class Then>
constexpr void host_deadline(E& e, const typename E::Num& deadline, const typename E::Num& offset, Then&& then) {
  e.branch("CLK-5/before-0", deadline < offset, [&] { then(typename E::Num(0)); });
  e.branch("CLK-5/saturated", deadline >= offset && deadline - offset > kTimeMax,
           [&] { then(typename E::Num(kTimeMax)); });
  e.branch("CLK-5/exact", deadline >= offset && deadline - offset <= kTimeMax, [&] { then(deadline - offset); });
}

}  // namespace timerlaw
