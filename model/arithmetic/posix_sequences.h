// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on POSIX timers. Time passes between calls; a timer is taken to be armed still when it
// is looked at, even past its deadline.
#pragma once

#include "model/arithmetic/conversions.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"

namespace timerlaw::arithmetic {

enum class Setting : std::uint8_t { relative, absolute, cpu_time };

template <class E, class Refused, class Off, class Armed>
void set_posix(E& e, const Law& law, Setting setting, const typename E::Num& sec, const typename E::Num& nsec,
               const typename E::Num& now, Refused&& refused, Off&& off, Armed&& armed) {
  using Num = typename E::Num;
  const Num s = seconds_taken(e, sec, law.time32);
  const Num ns = fraction_taken(e, nsec, law.time32, law.abi);
  check_timer_settime(e, Pointer::ok, true, s, ns, Num(0), Num(0), [&](const Checked& checked) {
    if (checked.error != 0) {
      refused(checked.error);
      return;
    }
    timespec_to_ns(e, s, ns, [&](const Num& value) {
      arming(e, kPosixArming, value, [&](bool arms) {
        if (arms) {
          posix_deadline(e, setting == Setting::cpu_time, setting == Setting::absolute, now, s, ns, armed);
        } else {
          off();
        }
      });
    });
  });
}

// then(sec, nsec)
template <class E, class Then>
void show_timespec(E& e, const Law& law, const typename E::Num& ns, Then&& then) {
  const typename E::Num whole = e.floor_div(ns, kSecond);
  then(seconds_shown(e, whole, law.time32), ns - whole * kSecond);
}

template <Setting setting>
struct SettimeGettime {
  static constexpr std::string_view kName = setting == Setting::relative   ? "settime_gettime"
                                            : setting == Setting::absolute ? "settime_gettime_abs"
                                                                           : "settime_gettime_cpu";
  static constexpr std::array<std::string_view, 3> kOutputs{"errno", "sec", "nsec"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("nsec"), instant("now"), instant(setting == Setting::cpu_time ? "burnt" : "waited")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    set_posix(
        e, law, setting, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0});
        },
        [&](const Num& deadline) {
          posix_remaining(e, deadline - in[2] - in[3], false, [&](const Num& ns) {
            show_timespec(e, law, ns, [&](const Num& sec, const Num& nsec) { then(Numbers<E>{0, sec, nsec}); });
          });
        });
  }
};

// Armed, disarmed with its old value, which is set again, and looked at.
struct SettimeRestore {
  static constexpr std::string_view kName = "settime_restore";
  static constexpr std::array<std::string_view, 6> kOutputs{"errno",          "old_sec", "old_nsec",
                                                            "restored_errno", "sec",     "nsec"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("nsec"), instant("now"), instant("waited"), instant("waited_again")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    set_posix(
        e, law, Setting::relative, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0, 0, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0, 0, 0, 0});
        },
        [&](const Num& deadline) {
          const Num later = in[2] + in[3];
          posix_remaining(e, deadline - later, false, [&](const Num& left) {
            show_timespec(e, law, left, [&](const Num& sec, const Num& nsec) {
              set_posix(
                  e, law, Setting::relative, sec, nsec, later,
                  [&](int error) {
                    then(Numbers<E>{0, sec, nsec, error, 0, 0});
                  },
                  [&] {
                    then(Numbers<E>{0, sec, nsec, 0, 0, 0});
                  },
                  [&](const Num& restored) {
                    posix_remaining(e, restored - later - in[4], false, [&](const Num& ns) {
                      show_timespec(e, law, ns, [&](const Num& s, const Num& n) {
                        then(Numbers<E>{0, sec, nsec, 0, s, n});
                      });
                    });
                  });
            });
          });
        });
  }
};

// A periodic timer, its signal blocked while time passes, then taken: what the signal counts, and what the timer shows.
struct SettimeTake {
  static constexpr std::string_view kName = "settime_take";
  static constexpr std::array<std::string_view, 2> kOutputs{"overrun", "ns"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {{"ns", 1, kTimeMax}, {"interval", 1, kTimeMax}, instant("now"), instant("waited")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    add_safe(e, in[0], in[2], [&](const Num& deadline) {
      const Num later = in[2] + in[3];
      e.branch("PT-EXP-1/expired", later >= deadline, [&] {
        forward(e, deadline, later, in[1], [&](const Num& next, const Num& periods) {
          overrun_count(e, *law.profile, periods - 1, [&](const Num& count) {
            posix_remaining(e, next - later, false, [&](const Num& ns) { then(Numbers<E>{count, ns}); });
          });
        });
      });
      e.branch("PT-EXP-1/running", later < deadline, [&] {
        posix_remaining(e, deadline - later, false, [&](const Num& ns) { then(Numbers<E>{0, ns}); });
      });
    });
  }
};

}  // namespace timerlaw::arithmetic
