// SPDX-License-Identifier: Apache-2.0
// Formulas of one rule each: what is shown of a timer; `left` is deadline - now.
#pragma once

#include "model/arithmetic/law.h"
#include "model/calls/alarm.h"
#include "model/calls/cpu_itimer.h"
#include "model/calls/getitimer.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"

namespace timerlaw::arithmetic {

constexpr Input time_left() {
  return {"left", -kUptimeMax, kTimeMax};
}

struct RealShown {
  static constexpr std::string_view kName = "real_shown";
  static constexpr std::array<std::string_view, 1> kOutputs{"us"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {time_left()}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    real_shown(e, in[0], [&](const typename E::Num& us) { then(Numbers<E>{us}); });
  }
};

struct AlarmShown {
  static constexpr std::string_view kName = "alarm_shown";
  static constexpr std::array<std::string_view, 1> kOutputs{"seconds"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {time_left()}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    alarm_shown(e, *law.profile, in[0], [&](const typename E::Num& s) { then(Numbers<E>{s}); });
  }
};

template <bool none>
struct PosixShown {
  static constexpr std::string_view kName = none ? "posix_shown_none" : "posix_shown";
  static constexpr std::array<std::string_view, 1> kOutputs{"ns"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) { return {time_left()}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    posix_remaining(e, in[0], none, [&](const typename E::Num& ns) { then(Numbers<E>{ns}); });
  }
};

template <bool old_value>
struct CpuItimerShown {
  static constexpr std::string_view kName = old_value ? "cpu_itimer_old" : "cpu_itimer_shown";
  static constexpr std::span<const Wide> kTicks = arithmetic::kTicks;
  static constexpr std::array<std::string_view, 1> kOutputs{"us"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"left", -kUptimeMax, 2 * kTimeMax + 1}}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    cpu_itimer_remaining(e, *law.profile, in[0], law.tick, old_value, [&](const typename E::Num& ns) {
      ns_to_us(e, ns, [&](const typename E::Num& us) { then(Numbers<E>{us}); });
    });
  }
};

struct OverrunCount {
  static constexpr std::string_view kName = "overrun_count";
  static constexpr std::array<std::string_view, 1> kOutputs{"count"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"periods", 0, kTimeMax}}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    overrun_count(e, *law.profile, in[0], [&](const typename E::Num& count) { then(Numbers<E>{count}); });
  }
};

struct SecondsShown {
  static constexpr std::string_view kName = "seconds_shown";
  static constexpr std::array<std::string_view, 1> kOutputs{"sec"};
  static bool exists(const Law& law) { return law.time32; }
  static std::vector<Input> inputs(const Law&) { return {{"sec", 0, kSecondsMax}}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    then(Numbers<E>{seconds_shown(e, in[0], law.time32)});
  }
};

}  // namespace timerlaw::arithmetic
