// SPDX-License-Identifier: Apache-2.0
// Formulas that only lemmas speak of: deadlines, which no call shows, and pairs of calls that do not fit one another.
#pragma once

#include "model/arithmetic/formulas.h"

namespace timerlaw::arithmetic {

// What setitimer makes of a value of ITIMER_REAL.
struct RealDeadline {
  static constexpr std::string_view kName = "real_deadline";
  static constexpr std::array<std::string_view, 2> kOutputs{"armed", "deadline"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {field("sec"), field("usec"), instant("now")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    set_real(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      then(Numbers<E>{set.armed ? 1 : 0, set.deadline});
    });
  }
};

// The same of ITIMER_PROF, on its clock.
struct ProfDeadline {
  static constexpr std::string_view kName = "prof_deadline";
  static constexpr std::array<std::string_view, 2> kOutputs{"armed", "deadline"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {field("sec"), field("usec"), instant("now")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    set_cpu_itimer(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      then(Numbers<E>{set.armed ? 1 : 0, set.deadline});
    });
  }
};

// The same of ITIMER_REAL in jiffies: `now` and `due` in nanoseconds, of a clock that was zero with the jiffies.
struct JiffyDeadline {
  static constexpr std::string_view kName = "jiffy_deadline";
  static constexpr std::array<std::string_view, 2> kOutputs{"armed", "due"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) {
    return {{"sec", 0, kInt64Max}, {"usec", 0, 999'999}, {"now", 0, kJiffiesMax * kJiffy.ns}};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    timeval_to_jiffies(e, in[0], in[1], [&](const Num& count) {
      e.branch("L20-3/zero", count == 0, [&] { then(Numbers<E>{0, 0}); });
      e.branch("L20-3/arms", count > 0, [&] {
        real_due_jiffy(e, e.floor_div(in[2], kJiffy.ns), count, [&](const Num& due) {
          then(Numbers<E>{1, due * kJiffy.ns});
        });
      });
    });
  }
};

// alarm(seconds), then setitimer shows the old value, which is set again.
struct AlarmRestore {
  static constexpr std::string_view kName = "alarm_restore";
  static constexpr std::array<std::string_view, 3> kOutputs{"old_sec", "old_usec", "restored_errno"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"seconds", 1, kUintMax}, instant("now"), instant("waited")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    const Num later = in[1] + in[2];
    const auto restore = [&](const Fields<E>& old) {
      set_real(e, law, old, later, [&](const TimerSet<E>& set) { then(Numbers<E>{old.sec, old.fraction, set.error}); });
    };
    real_deadline(e, in[1], in[0], Num(0), [&](const Num& deadline) {
      show_real(e, law, TimerSet<E>{0, true, deadline}, later, restore);
    });
  }
};

// A POSIX timer set by the call with 64-bit time, shown by the one with 32-bit time, and set again by that.
struct SettimeRestoreTime32 {
  static constexpr std::string_view kName = "settime_restore_time32";
  static constexpr std::array<std::string_view, 4> kOutputs{"errno", "old_sec", "old_nsec", "restored_errno"};
  static bool exists(const Law& law) { return has_posix_timers(law) && law.time32; }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("nsec"), instant("now"), instant("waited")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    Law time64 = law;
    time64.time32 = false;
    const typename E::Num later = in[2] + in[3];
    const auto restore = [&](const Fields<E>& old) {
      set_posix(e, law, Setting::relative, old, later, [&](const TimerSet<E>& set) {
        then(Numbers<E>{0, old.sec, old.fraction, set.error});
      });
    };
    set_posix(e, time64, Setting::relative, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (set.armed) {
        show_posix(e, law, set, later, restore);
      } else {
        then(Numbers<E>{set.error, 0, 0, 0});
      }
    });
  }
};

// Time passes at once, or in two parts, in between which the timer is looked at.
struct ForwardTwice {
  static constexpr std::string_view kName = "forward_twice";
  static constexpr std::array<std::string_view, 6> kOutputs{"first_deadline", "first_periods", "deadline",
                                                            "periods",        "at_once",       "periods_at_once"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {{"deadline", 0, kTimeMax}, instant("now"), instant("more"), {"interval", 1, kTimeMax}};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    forward(e, in[0], in[1], in[3], [&](const Num& first, const Num& first_periods) {
      forward(e, first, in[1] + in[2], in[3], [&](const Num& second, const Num& second_periods) {
        forward(e, in[0], in[1] + in[2], in[3], [&](const Num& direct, const Num& direct_periods) {
          then(Numbers<E>{first, first_periods, second, second_periods, direct, direct_periods});
        });
      });
    });
  }
};

}  // namespace timerlaw::arithmetic
