// SPDX-License-Identifier: Apache-2.0
// Formulas of one rule each: what becomes of a number on its way into the kernel.
#pragma once

#include "model/arithmetic/law.h"
#include "model/calls/cpu_itimer.h"
#include "model/calls/cputime_jiffies.h"
#include "model/calls/timer_settime.h"

namespace timerlaw::arithmetic {

// The number of a boolean output.
constexpr Wide flag(bool value) {
  return value ? 1 : 0;
}

struct TimespecValid {
  static constexpr std::string_view kName = "timespec_valid";
  static constexpr std::array<std::string_view, 1> kOutputs{"valid"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) { return {field("sec"), field("nsec")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    validate_time(e, seconds_taken(e, in[0], law.time32), fraction_taken(e, in[1], law.time32, law.abi), kSecond,
                  [&](bool valid) { then(Numbers<E>{flag(valid)}); });
  }
};

struct TimevalValid {
  static constexpr std::string_view kName = "timeval_valid";
  static constexpr std::array<std::string_view, 1> kOutputs{"valid"};
  static bool exists(const Law& law) { return law.profile->validates_timeval; }
  static std::vector<Input> inputs(const Law&) { return {field("sec"), field("usec")}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    const bool time32 = law.abi == Abi::compat32;
    validate_time(e, seconds_taken(e, in[0], time32), fraction_taken(e, in[1], time32, law.abi), kSecond / kMicrosecond,
                  [&](bool valid) { then(Numbers<E>{flag(valid)}); });
  }
};

struct TimespecToNs {
  static constexpr std::string_view kName = "timespec_to_ns";
  static constexpr std::array<std::string_view, 1> kOutputs{"ns"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"sec", 0, kInt64Max}, {"nsec", 0, kSecond - 1}}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    timespec_to_ns(e, in[0], in[1], [&](const typename E::Num& ns) { then(Numbers<E>{ns}); });
  }
};

struct TimevalToNs {
  static constexpr std::string_view kName = "timeval_to_ns";
  static constexpr std::array<std::string_view, 1> kOutputs{"ns"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"sec", 0, kInt64Max}, {"usec", 0, 999'999}}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    timeval_to_ns(e, in[0], in[1], [&](const typename E::Num& ns) { then(Numbers<E>{ns}); });
  }
};

struct AddSafe {
  static constexpr std::string_view kName = "add_safe";
  static constexpr std::array<std::string_view, 1> kOutputs{"sum"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) { return {{"ns", 0, kTimeMax}, {"now", 0, kTimeMax}}; }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    add_safe(e, in[0], in[1], [&](const typename E::Num& sum) { then(Numbers<E>{sum}); });
  }
};

struct Forward {
  static constexpr std::string_view kName = "forward";
  static constexpr std::array<std::string_view, 2> kOutputs{"deadline", "periods"};
  static bool exists(const Law& law) { return has_hrtimers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {{"deadline", 0, kTimeMax}, {"now", 0, kTimeMax}, {"interval", 1, kTimeMax}};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    forward(e, in[0], in[1], in[2], [&](const typename E::Num& next, const typename E::Num& periods) {
      then(Numbers<E>{next, periods});
    });
  }
};

struct PosixDeadline {
  static constexpr std::string_view kName = "posix_deadline";
  static constexpr std::array<std::string_view, 1> kOutputs{"deadline"};
  static bool exists(const Law& law) { return has_posix_timers(law); }
  static std::vector<Input> inputs(const Law&) {
    return {{"sec", 0, kInt64Max}, {"nsec", 0, kSecond - 1}, instant("now")};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    posix_deadline(e, false, false, in[2], in[0], in[1], [&](const typename E::Num& d) { then(Numbers<E>{d}); });
  }
};

struct HostDeadline {
  static constexpr std::string_view kName = "host_deadline";
  static constexpr std::array<std::string_view, 1> kOutputs{"deadline"};
  static bool exists(const Law& law) { return law.profile->time_namespaces; }
  // A time namespace may be ahead of the host, or behind it by at most the host's uptime.
  static std::vector<Input> inputs(const Law&) {
    return {{"deadline", 0, kTimeMax}, {"offset", -kUptimeMax, kTimeMax / 2}};
  }
  template <class E, class Then>
  static void run(E& e, const Law&, const Numbers<E>& in, Then&& then) {
    host_deadline(e, in[0], in[1], [&](const typename E::Num& d) { then(Numbers<E>{d}); });
  }
};

struct CputimeOf {
  static constexpr std::string_view kName = "cputime_of";
  static constexpr std::array<std::string_view, 1> kOutputs{"ns"};
  static bool exists(const Law& law) { return law.profile->cputime_unit == CputimeUnit::nanoseconds; }
  static std::vector<Input> inputs(const Law&) { return {{"sec", 0, kInt64Max}, {"usec", 0, 999'999}}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    cputime_of(e, *law.profile, in[0], in[1], [&](const typename E::Num& ns) { then(Numbers<E>{ns}); });
  }
};

struct TimevalToCputime {
  static constexpr std::string_view kName = "timeval_to_cputime";
  static constexpr std::span<const Wide> kTicks = arithmetic::kTicks;
  static constexpr std::array<std::string_view, 2> kOutputs{"ns", "error"};
  static bool exists(const Law& law) { return has_hrtimers(law) && law.profile->cputime_unit == CputimeUnit::jiffies; }
  static std::vector<Input> inputs(const Law&) { return {{"sec", 0, kInt64Max}, {"usec", 0, 999'999}}; }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    timeval_to_cputime(e, in[0], in[1], law.tick, [&](const typename E::Num& ns, const typename E::Num& error) {
      then(Numbers<E>{ns, error});
    });
  }
};

struct NextCputimeDeadline {
  static constexpr std::string_view kName = "next_cputime_deadline";
  static constexpr std::span<const Wide> kTicks = arithmetic::kTicks;
  static constexpr std::array<std::string_view, 2> kOutputs{"deadline", "error"};
  static bool exists(const Law& law) { return TimevalToCputime::exists(law); }
  static std::vector<Input> inputs(const Law& law) {
    return {{"deadline", 0, kTimeMax},
            {"interval", law.tick, kTimeMax},
            {"error", 0, law.tick - 1},
            {"interval_error", 0, law.tick - 1}};
  }
  template <class E, class Then>
  static void run(E& e, const Law& law, const Numbers<E>& in, Then&& then) {
    next_cputime_deadline(e, in[0], in[1], in[2], in[3], law.tick,
                          [&](const typename E::Num& next, const typename E::Num& error) {
                            then(Numbers<E>{next, error});
                          });
  }
};

}  // namespace timerlaw::arithmetic
