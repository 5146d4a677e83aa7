// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on ITIMER_REAL: all that the kernel does to a value on its way in and out again. Time
// passes between calls; the timer is taken to be armed still when it is looked at, even past its deadline.
#pragma once

#include "model/arithmetic/timer_set.h"
#include "model/calls/alarm.h"
#include "model/calls/getitimer.h"
#include "model/calls/setitimer.h"

namespace timerlaw::arithmetic {

inline constexpr Wide kMicrosPerSecond = kSecond / kMicrosecond;
inline constexpr Wide kUintMax = 0xffff'ffff;

// then(TimerSet)
template <class E, class Then>
void set_real(E& e, const Law& law, const Fields<E>& value, const typename E::Num& now, Then&& then) {
  using Num = typename E::Num;
  const bool time32 = law.abi == Abi::compat32;
  const Num s = seconds_taken(e, value.sec, time32);
  const Num us = fraction_taken(e, value.fraction, time32, law.abi);
  const auto set = [&](bool arms) {
    if (!arms) {
      then(TimerSet<E>{});
      return;
    }
    real_deadline(e, now, s, us, [&](const Num& deadline) { then(TimerSet<E>{0, true, deadline}); });
  };
  const auto checked = [&](const Checked& result) {
    if (result.error != 0) {
      then(TimerSet<E>{result.error});
      return;
    }
    timeval_to_ns(e, s, us, [&](const Num& ns) { arming(e, kRealArming, ns, set); });
  };
  check_setitimer(e, static_cast<std::int32_t>(Which::real), Pointer::ok, s, us, Num(0), Num(0), checked);
}

// How many microseconds are shown as a timeval.
template <class E>
Fields<E> timeval_shown(E& e, const Law& law, const typename E::Num& us) {
  const typename E::Num whole = e.floor_div(us, kMicrosPerSecond);
  return {seconds_shown(e, whole, law.abi == Abi::compat32), us - whole * kMicrosPerSecond};
}

// What getitimer shows `now` of a timer that is armed. then(Fields)
template <class E, class Then>
void show_real(E& e, const Law& law, const TimerSet<E>& timer, const typename E::Num& now, Then&& then) {
  real_shown(e, timer.deadline - now, [&](const typename E::Num& us) { then(timeval_shown(e, law, us)); });
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
    set_real(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (!set.armed) {
        then(Numbers<E>{set.error, 0, 0});
        return;
      }
      show_real(e, law, set, in[2] + in[3], [&](const Fields<E>& shown) {
        then(Numbers<E>{0, shown.sec, shown.fraction});
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
    using Num = typename E::Num;
    set_real(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (!set.armed) {
        then(Numbers<E>{set.error, 0});
        return;
      }
      const Num left = set.deadline - in[2] - in[3];
      alarm_shown(e, *law.profile, left, [&](const Num& seconds) { then(Numbers<E>{0, seconds}); });
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
    using Num = typename E::Num;
    const auto look = [&](const Num& deadline) {
      const Num left = deadline - in[1] - in[2];
      alarm_shown(e, *law.profile, left, [&](const Num& seconds) { then(Numbers<E>{seconds}); });
    };
    const auto set = [&](bool arms) {
      if (arms) {
        real_deadline(e, in[1], in[0], Num(0), look);
      } else {
        then(Numbers<E>{0});
      }
    };
    timeval_to_ns(e, in[0], Num(0), [&](const Num& ns) { arming(e, kRealArming, ns, set); });
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
    const typename E::Num later = in[2] + in[3];
    const auto restore = [&](const Fields<E>& old) {
      set_real(e, law, old, later, [&](const TimerSet<E>& set) {
        if (!set.armed) {
          then(Numbers<E>{0, old.sec, old.fraction, set.error, 0, 0});
          return;
        }
        show_real(e, law, set, later + in[4], [&](const Fields<E>& shown) {
          then(Numbers<E>{0, old.sec, old.fraction, 0, shown.sec, shown.fraction});
        });
      });
    };
    set_real(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (set.armed) {
        show_real(e, law, set, later, restore);
      } else {
        then(Numbers<E>{set.error, 0, 0, 0, 0, 0});
      }
    });
  }
};

}  // namespace timerlaw::arithmetic
