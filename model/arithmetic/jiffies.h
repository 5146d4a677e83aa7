// SPDX-License-Identifier: Apache-2.0
// Formulas of one rule each: interval timers that are counted in jiffies.
#pragma once

#include "model/arithmetic/conversions.h"
#include "model/calls/jiffies.h"

namespace timerlaw::arithmetic {

constexpr bool counts_jiffies(const Law& law) {
  return law.profile->time_base == TimeBase::jiffies;
}
constexpr Input jiffies(std::string_view name) {
  return {name, 0, kJiffiesMax};
}

struct TimevalToJiffies {
  static constexpr std::string_view kName = "timeval_to_jiffies";
  static constexpr std::array<std::string_view, 1> kOutputs{"jiffies"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) { return {field("sec"), field("usec")}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    timeval_to_jiffies(e, in[0], in[1], [&](const typename E::Num& count) { then(Numbers<E>{count}); });
  }
};

struct RealDueJiffy {
  static constexpr std::string_view kName = "real_due_jiffy";
  static constexpr std::array<std::string_view, 1> kOutputs{"jiffy"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) { return {jiffies("now"), {"count", 1, kJiffiesMax}}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    real_due_jiffy(e, in[0], in[1], [&](const typename E::Num& due) { then(Numbers<E>{due}); });
  }
};

struct RealLeftJiffies {
  static constexpr std::string_view kName = "real_left_jiffies";
  static constexpr std::array<std::string_view, 1> kOutputs{"jiffies"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) { return {{"left", -kJiffiesMax, kJiffiesMax}}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    real_left_jiffies(e, in[0], [&](const typename E::Num& left) { then(Numbers<E>{left}); });
  }
};

struct AlarmFromJiffies {
  static constexpr std::string_view kName = "alarm_from_jiffies";
  static constexpr std::array<std::string_view, 1> kOutputs{"seconds"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) { return {jiffies("jiffies")}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    alarm_from_jiffies(e, in[0], [&](const typename E::Num& seconds) { then(Numbers<E>{seconds}); });
  }
};

struct CpuCountJiffies {
  static constexpr std::string_view kName = "cpu_count_jiffies";
  static constexpr std::array<std::string_view, 1> kOutputs{"value"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) { return {jiffies("jiffies")}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    cpu_count_jiffies(e, in[0], [&](const typename E::Num& value) { then(Numbers<E>{value}); });
  }
};

struct CountJiffiesDown {
  static constexpr std::string_view kName = "count_jiffies_down";
  static constexpr std::array<std::string_view, 2> kOutputs{"value", "fires"};
  static bool exists(const Law& law) { return counts_jiffies(law); }
  static std::vector<Input> inputs(const Law&) {
    return {jiffies("value"), jiffies("interval"), {"ticks", 1, kJiffiesMax}};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    count_jiffies_down(e, in[0], in[1], in[2], [&](const typename E::Num& value, bool fires) {
      then(Numbers<E>{value, flag(fires)});
    });
  }
};

}  // namespace timerlaw::arithmetic
