// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on ITIMER_REAL: all that the kernel does to a value on its way in and out again. Time
// passes between calls; the timer is taken to be armed still when it is looked at, even past its deadline.
#pragma once

#include "model/arithmetic/conversions.h"
#include "model/calls/alarm.h"
#include "model/calls/getitimer.h"
#include "model/calls/setitimer.h"

namespace timerlaw::arithmetic {

inline constexpr Wide kMicrosPerSecond = kSecond / kMicrosecond;
inline constexpr Wide kUintMax = 0xffff'ffff;

// What setitimer makes of a value: an error, a timer that is off, or a deadline.
template <class E, class Refused, class Off, class Armed>
void set_real(E& e, const Law& law, const typename E::Num& sec, const typename E::Num& usec, const typename E::Num& now,
              Refused&& refused, Off&& off, Armed&& armed) {
  const bool time32 = law.abi == Abi::compat32;
  const typename E::Num s = seconds_taken(e, sec, time32);
  const typename E::Num us = fraction_taken(e, usec, time32, law.abi);
  check_setitimer(e, static_cast<std::int32_t>(Which::real), Pointer::ok, s, us, typename E::Num(0), typename E::Num(0),
                  [&](const Checked& checked) {
                    if (checked.error != 0) {
                      refused(checked.error);
                      return;
                    }
                    timeval_to_ns(e, s, us, [&](const typename E::Num& ns) {
                      arming(e, kRealArming, ns, [&](bool arms) {
                        if (arms) {
                          real_deadline(e, now, s, us, armed);
                        } else {
                          off();
                        }
                      });
                    });
                  });
}

// How many microseconds are shown as a timeval. then(sec, usec)
template <class E, class Then>
void show_timeval(E& e, const Law& law, const typename E::Num& us, Then&& then) {
  const typename E::Num whole = e.floor_div(us, kMicrosPerSecond);
  then(seconds_shown(e, whole, law.abi == Abi::compat32), us - whole * kMicrosPerSecond);
}

struct SetitimerGetitimerReal {
  static constexpr std::string_view kName = "setitimer_getitimer_real";
  static constexpr std::array<std::string_view, 3> kOutputs{"errno", "sec", "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("waited")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    set_real(
        e, law, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0});
        },
        [&](const typename E::Num& deadline) {
          real_shown(e, deadline - in[2] - in[3], [&](const typename E::Num& us) {
            show_timeval(e, law, us, [&](const typename E::Num& sec, const typename E::Num& usec) {
              then(Numbers<E>{0, sec, usec});
            });
          });
        });
  }
};

struct SetitimerAlarm {
  static constexpr std::string_view kName = "setitimer_alarm";
  static constexpr std::array<std::string_view, 2> kOutputs{"errno", "seconds"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("waited")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    set_real(
        e, law, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0});
        },
        [&] {
          then(Numbers<E>{0, 0});
        },
        [&](const typename E::Num& deadline) {
          alarm_shown(e, *law.profile, deadline - in[2] - in[3], [&](const typename E::Num& seconds) {
            then(Numbers<E>{0, seconds});
          });
        });
  }
};

// alarm(seconds), alarm(0): through the same timer as setitimer.
struct AlarmAlarm {
  static constexpr std::string_view kName = "alarm_alarm";
  static constexpr std::array<std::string_view, 1> kOutputs{"seconds"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"seconds", 0, kUintMax}, instant("now"), instant("waited")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    timeval_to_ns(e, in[0], typename E::Num(0), [&](const typename E::Num& ns) {
      arming(e, kRealArming, ns, [&](bool arms) {
        if (!arms) {
          then(Numbers<E>{0});
          return;
        }
        real_deadline(e, in[1], in[0], typename E::Num(0), [&](const typename E::Num& deadline) {
          alarm_shown(e, *law.profile, deadline - in[1] - in[2],
                      [&](const typename E::Num& seconds) { then(Numbers<E>{seconds}); });
        });
      });
    });
  }
};

// Armed, disarmed with its old value, which is set again, and looked at.
struct SetitimerRestoreReal {
  static constexpr std::string_view kName = "setitimer_restore_real";
  static constexpr std::array<std::string_view, 6> kOutputs{"errno",          "old_sec", "old_usec",
                                                            "restored_errno", "sec",     "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("waited"), instant("waited_again")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    set_real(
        e, law, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0, 0, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0, 0, 0, 0});
        },
        [&](const Num& deadline) {
          const Num later = in[2] + in[3];
          real_shown(e, deadline - later, [&](const Num& left) {
            show_timeval(e, law, left, [&](const Num& sec, const Num& usec) {
              set_real(
                  e, law, sec, usec, later,
                  [&](int error) {
                    then(Numbers<E>{0, sec, usec, error, 0, 0});
                  },
                  [&] {
                    then(Numbers<E>{0, sec, usec, 0, 0, 0});
                  },
                  [&](const Num& restored) {
                    real_shown(e, restored - later - in[4], [&](const Num& us) {
                      show_timeval(e, law, us, [&](const Num& s, const Num& u) {
                        then(Numbers<E>{0, sec, usec, 0, s, u});
                      });
                    });
                  });
            });
          });
        });
  }
};

}  // namespace timerlaw::arithmetic
