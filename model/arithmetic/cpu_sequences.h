// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on ITIMER_VIRTUAL and ITIMER_PROF, whose clock is CPU time.
#pragma once

#include "model/arithmetic/real_sequences.h"
#include "model/calls/cpu_itimer.h"
#include "model/calls/cputime_jiffies.h"

namespace timerlaw::arithmetic {

// then(TimerSet)
template <class E, class Then>
void set_cpu_itimer(E& e, const Law& law, const Fields<E>& value, const typename E::Num& now, Then&& then) {
  using Num = typename E::Num;
  const bool time32 = law.abi == Abi::compat32;
  const Num s = seconds_taken(e, value.sec, time32);
  const Num us = fraction_taken(e, value.fraction, time32, law.abi);
  const auto set = [&](const Num& ns) {
    arming(e, kCpuItimerArming, ns, [&](bool arms) {
      if (!arms) {
        then(TimerSet<E>{});
        return;
      }
      cpu_itimer_deadline(e, now, ns, law.tick, [&](const Num& deadline) { then(TimerSet<E>{0, true, deadline}); });
    });
  };
  const auto checked = [&](const Checked& result) {
    if (result.error != 0) {
      then(TimerSet<E>{result.error});
    } else if (law.profile->cputime_unit == CputimeUnit::nanoseconds) {
      cputime_of(e, *law.profile, s, us, set);
    } else {
      timeval_to_cputime(e, s, us, law.tick, [&](const Num& ns, const Num&) { set(ns); });
    }
  };
  check_setitimer(e, static_cast<std::int32_t>(Which::prof), Pointer::ok, s, us, Num(0), Num(0), checked);
}

enum class ShownBy : std::uint8_t { getitimer, setitimer };

// What is shown `now` of a timer that is armed: by getitimer, or by setitimer as the old value. then(Fields)
template <class E, class Then>
void show_cpu_itimer(E& e, const Law& law, const TimerSet<E>& timer, const typename E::Num& now, ShownBy by,
                     Then&& then) {
  using Num = typename E::Num;
  const auto show = [&](const Num& ns) { ns_to_us(e, ns, [&](const Num& us) { then(timeval_shown(e, law, us)); }); };
  cpu_itimer_remaining(e, *law.profile, timer.deadline - now, law.tick, by == ShownBy::setitimer, show);
}

struct SetitimerGetitimerProf {
  static constexpr std::string_view kName = "setitimer_getitimer_prof";
  static constexpr std::span<const Wide> kTicks = arithmetic::kTicks;
  static constexpr std::array<std::string_view, 3> kOutputs{"errno", "sec", "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("burnt")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    set_cpu_itimer(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (!set.armed) {
        then(Numbers<E>{set.error, 0, 0});
        return;
      }
      show_cpu_itimer(e, law, set, in[2] + in[3], ShownBy::getitimer, [&](const Fields<E>& shown) {
        then(Numbers<E>{0, shown.sec, shown.fraction});
      });
    });
  }
};

struct SetitimerRestoreProf {
  static constexpr std::string_view kName = "setitimer_restore_prof";
  static constexpr std::span<const Wide> kTicks = std::span(arithmetic::kTicks).first(1);  // the solver takes long
  static constexpr std::array<std::string_view, 6> kOutputs{"errno",          "old_sec", "old_usec",
                                                            "restored_errno", "sec",     "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("burnt")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    const typename E::Num later = in[2] + in[3];
    const auto restore = [&](const Fields<E>& old) {
      set_cpu_itimer(e, law, old, later, [&](const TimerSet<E>& set) {
        if (!set.armed) {
          then(Numbers<E>{0, old.sec, old.fraction, set.error, 0, 0});
          return;
        }
        show_cpu_itimer(e, law, set, later, ShownBy::getitimer, [&](const Fields<E>& shown) {
          then(Numbers<E>{0, old.sec, old.fraction, 0, shown.sec, shown.fraction});
        });
      });
    };
    set_cpu_itimer(e, law, {in[0], in[1]}, in[2], [&](const TimerSet<E>& set) {
      if (set.armed) {
        show_cpu_itimer(e, law, set, later, ShownBy::setitimer, restore);
      } else {
        then(Numbers<E>{set.error, 0, 0, 0, 0, 0});
      }
    });
  }
};

}  // namespace timerlaw::arithmetic
