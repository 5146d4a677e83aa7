// SPDX-License-Identifier: Apache-2.0
// Formulas of two to four calls on ITIMER_VIRTUAL and ITIMER_PROF, whose clock is CPU time.
#pragma once

#include "model/arithmetic/real_sequences.h"
#include "model/calls/cpu_itimer.h"
#include "model/calls/cputime_jiffies.h"

namespace timerlaw::arithmetic {

template <class E, class Refused, class Off, class Armed>
void set_cpu_itimer(E& e, const Law& law, const typename E::Num& sec, const typename E::Num& usec,
                    const typename E::Num& now, Refused&& refused, Off&& off, Armed&& armed) {
  using Num = typename E::Num;
  const bool time32 = law.abi == Abi::compat32;
  const Num s = seconds_taken(e, sec, time32);
  const Num us = fraction_taken(e, usec, time32, law.abi);
  const auto set = [&](const Num& ns) {
    arming(e, kCpuItimerArming, ns, [&](bool arms) {
      if (arms) {
        cpu_itimer_deadline(e, now, ns, law.tick, armed);
      } else {
        off();
      }
    });
  };
  check_setitimer(e, static_cast<std::int32_t>(Which::prof), Pointer::ok, s, us, Num(0), Num(0),
                  [&](const Checked& checked) {
                    if (checked.error != 0) {
                      refused(checked.error);
                    } else if (law.profile->cputime_unit == CputimeUnit::nanoseconds) {
                      cputime_of(e, *law.profile, s, us, set);
                    } else {
                      timeval_to_cputime(e, s, us, law.tick, [&](const Num& ns, const Num&) { set(ns); });
                    }
                  });
}

template <class E, class Then>
void show_cpu_itimer(E& e, const Law& law, const typename E::Num& left, bool old_value, Then&& then) {
  cpu_itimer_remaining(e, *law.profile, left, law.tick, old_value, [&](const typename E::Num& ns) {
    ns_to_us(e, ns, [&](const typename E::Num& us) { show_timeval(e, law, us, then); });
  });
}

struct SetitimerGetitimerProf {
  static constexpr std::string_view kName = "setitimer_getitimer_prof";
  static constexpr std::array<std::string_view, 3> kOutputs{"errno", "sec", "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("burnt")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    set_cpu_itimer(
        e, law, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0});
        },
        [&](const Num& deadline) {
          show_cpu_itimer(e, law, deadline - in[2] - in[3], false, [&](const Num& sec, const Num& usec) {
            then(Numbers<E>{0, sec, usec});
          });
        });
  }
};

struct SetitimerRestoreProf {
  static constexpr std::string_view kName = "setitimer_restore_prof";
  static constexpr std::array<std::string_view, 6> kOutputs{"errno",          "old_sec", "old_usec",
                                                            "restored_errno", "sec",     "usec"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {field("sec"), field("usec"), instant("now"), instant("burnt")};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    using Num = typename E::Num;
    set_cpu_itimer(
        e, law, in[0], in[1], in[2],
        [&](int error) {
          then(Numbers<E>{error, 0, 0, 0, 0, 0});
        },
        [&] {
          then(Numbers<E>{0, 0, 0, 0, 0, 0});
        },
        [&](const Num& deadline) {
          const Num later = in[2] + in[3];
          show_cpu_itimer(e, law, deadline - later, true, [&](const Num& sec, const Num& usec) {
            set_cpu_itimer(
                e, law, sec, usec, later,
                [&](int error) {
                  then(Numbers<E>{0, sec, usec, error, 0, 0});
                },
                [&] {
                  then(Numbers<E>{0, sec, usec, 0, 0, 0});
                },
                [&](const Num& restored) {
                  show_cpu_itimer(e, law, restored - later, false, [&](const Num& s, const Num& u) {
                    then(Numbers<E>{0, sec, usec, 0, s, u});
                  });
                });
          });
        });
  }
};

}  // namespace timerlaw::arithmetic
