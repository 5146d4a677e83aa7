// SPDX-License-Identifier: Apache-2.0
// int setitimer(int which, const struct itimerval *new_value, struct itimerval *old_value)
// Source: kernel/time/itimer.c setitimer, get_itimerval, do_setitimer; setitimer(2); POSIX setitimer().
#pragma once

#include "model/calls/checked.h"
#include "model/calls/conversions.h"

namespace timerlaw {

// ARG-SI-1, steps 1 to 3. then(Checked). Step 5, the fault on old, comes after the timer was set.
template <class E, class Then>
constexpr void check_setitimer(E& e, std::int32_t which, Pointer in, const typename E::Num& sec,
                               const typename E::Num& usec, const typename E::Num& interval_sec,
                               const typename E::Num& interval_usec, Then&& then) {
  const auto check_which = [&] { then(Checked{which < 0 || which > 2 ? kEinval : 0, "ARG-SI-1"_rule}); };
  if (in == Pointer::null) {
    check_which();
    return;
  }
  if (faults_on_read(in)) {
    then(Checked{kEfault, "ARG-SI-1"_rule});
    return;
  }
  constexpr Wide kUnits = kSecond / kMicrosecond;
  validate_time(e, sec, usec, kUnits, [&](bool valid) {
    if (!valid) {
      then(Checked{kEinval, "CONV-6"_rule});
      return;
    }
    validate_time(e, interval_sec, interval_usec, kUnits, [&](bool interval_valid) {
      if (!interval_valid) {
        then(Checked{kEinval, "CONV-6"_rule});
      } else {
        check_which();
      }
    });
  });
}

// ITR-1. then(deadline), for a valid value that is not zero.
template <class E, class Then>
constexpr void real_deadline(E& e, const typename E::Num& now, const typename E::Num& sec, const typename E::Num& usec,
                             Then&& then) {
  timeval_to_ns(e, sec, usec, [&](const typename E::Num& ns) { add_safe(e, now, ns, then); });
}

}  // namespace timerlaw
