// SPDX-License-Identifier: Apache-2.0
// The arithmetic of the law as formulas: numbers in, numbers out, by the branches of model/calls and nothing else. What
// a formula adds is the names of its inputs, the domain that its callers keep to, and the order in which the kernel
// performs the operations. It runs on any evaluator (model/eval.h).
//
// A formula is a type with
//   kName                         as in `timerlaw edges`
//   kOutputs                      the names of its outputs
//   kTicks                        if the tick plays a part: those that it is solved for
//   exists(law)                   whether kernels of this law compute it
//   inputs(law)                   its inputs, each with its domain
//   run(e, law, in, then)         then(outputs) once for each way through the branches
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/calls/compat.h"
#include "model/calls/conversions.h"
#include "model/profile.h"

namespace timerlaw::arithmetic {

// The ticks of kernels with 250, 100, 300 and 1000 of them in a second, in nanoseconds (TICK_NSEC).
inline constexpr std::array<Wide, 4> kTicks{4'000'000, 10'000'000, 3'333'333, 1'000'000};

// What the numbers depend on besides the inputs.
struct Law {
  const Profile* profile = nullptr;
  Abi abi = Abi::native64;
  bool time32 = false;    // by the calls with 32-bit time
  Wide tick = kTicks[0];  // nanoseconds
  friend bool operator==(const Law&, const Law&) = default;
};

struct Input {
  std::string_view name;  // sec, nsec, usec, ns, now, waited, …
  Wide lo = 0;
  Wide hi = 0;
};

template <class E>
using Numbers = std::vector<typename E::Num>;

inline constexpr Wide kInt64Max = 0x7fff'ffff'ffff'ffff;
inline constexpr Wide kInt64Min = -kInt64Max - 1;
// A clock's reading, and the time between two: a machine runs for at most a hundred years.
inline constexpr Wide kUptimeMax = Wide{100} * 366 * 86'400 * kSecond;

// What a program can write into a field of a timespec or timeval. A 32-bit program has 32 bits with 32-bit time; the
// literal of a step is cut to them by the kernel's own rule, so the whole range stays the domain.
constexpr Input field(std::string_view name) {
  return {name, kInt64Min, kInt64Max};
}
constexpr Input instant(std::string_view name) {
  return {name, 0, kUptimeMax};
}

constexpr bool has_hrtimers(const Law& law) {
  return law.profile->time_base == TimeBase::nanoseconds;
}
constexpr bool has_posix_timers(const Law& law) {
  return law.profile->posix_timers;
}

}  // namespace timerlaw::arithmetic
