// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on POSIX timers. Time passes between calls; a timer is taken to be armed still when it
// is looked at, even past its deadline.
#pragma once

#include "model/arithmetic/timer_set.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"

namespace timerlaw::arithmetic {

enum class Setting : std::uint8_t { relative, absolute, cpu_time };

// then(TimerSet)
template <class E, class Then>
void set_posix(E& e, const Law& law, Setting setting, const Fields<E>& value, const typename E::Num& now, Then&& then) {
  using Num = typename E::Num;
  const Num s = seconds_taken(e, value.sec, law.time32);
  const Num ns = fraction_taken(e, value.fraction, law.time32, law.abi);
  const auto set = [&](bool arms) {
    if (!arms) {
      then(TimerSet<E>{});
      return;
    }
    posix_deadline(e, setting == Setting::cpu_time, setting == Setting::absolute, now, s, ns, [&](const Num& deadline) {
      then(TimerSet<E>{0, true, deadline});
    });
  };
  const auto checked = [&](const Checked& result) {
    if (result.error != 0) {
      then(TimerSet<E>{result.error});
      return;
    }
    timespec_to_ns(e, s, ns, [&](const Num& whole) { arming(e, kPosixArming, whole, set); });
  };
  check_timer_settime(e, Pointer::ok, true, s, ns, Num(0), Num(0), checked);
}

// What timer_gettime shows `now` of a timer that is armed. then(Fields)
template <class E, class Then>
void show_posix(E& e, const Law& law, const TimerSet<E>& timer, const typename E::Num& now, Then&& then) {
  using Num = typename E::Num;
  posix_remaining(e, timer.deadline - now, false, [&](const Num& ns) {
    const Num whole = e.floor_div(ns, kSecond);
    then(Fields<E>{seconds_shown(e, whole, law.time32), ns - whole * kSecond});
  });
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
    set_posix(e, law, setting, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (!set.armed) {
        then(Numbers<E>{set.error, 0, 0});
        return;
      }
      show_posix(e, law, set, in[2] + in[3], [&](const Fields<E>& shown) {
        then(Numbers<E>{0, shown.sec, shown.fraction});
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
    const typename E::Num later = in[2] + in[3];
    const auto restore = [&](const Fields<E>& old) {
      set_posix(e, law, Setting::relative, old, later, [&](const TimerSet<E>& set) {
        if (!set.armed) {
          then(Numbers<E>{0, old.sec, old.fraction, set.error, 0, 0});
          return;
        }
        show_posix(e, law, set, later + in[4], [&](const Fields<E>& shown) {
          then(Numbers<E>{0, old.sec, old.fraction, 0, shown.sec, shown.fraction});
        });
      });
    };
    set_posix(e, law, Setting::relative, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (set.armed) {
        show_posix(e, law, set, later, restore);
      } else {
        then(Numbers<E>{set.error, 0, 0, 0, 0, 0});
      }
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
    const Num later = in[2] + in[3];
    const auto look = [&](const Num& deadline, const Num& count) {
      posix_remaining(e, deadline - later, false, [&](const Num& ns) { then(Numbers<E>{count, ns}); });
    };
    const auto take = [&](const Num& next, const Num& periods) {
      overrun_count(e, *law.profile, periods - 1, [&](const Num& count) { look(next, count); });
    };
    add_safe(e, in[0], in[2], [&](const Num& deadline) {
      e.branch("PT-EXP-1/expired", later >= deadline, [&] { forward(e, deadline, later, in[1], take); });
      e.branch("PT-EXP-1/running", later < deadline, [&] { look(deadline, 0); });
    });
  }
};

}  // namespace timerlaw::arithmetic
