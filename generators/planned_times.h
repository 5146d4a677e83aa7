// SPDX-License-Identifier: Apache-2.0
// Time arguments as far as a plan tells them apart.
#pragma once

#include <limits>

#include "generators/planned.h"
#include "generators/steps.h"

namespace timerlaw {

// Beyond an hour nothing is told apart: 2^63 ns and one day are both never.
inline constexpr Nanos kBeyondPlan{3600 * steps::kSecond};

constexpr bool is_valid(const TimeArg& t, std::int64_t unit) {
  return t.sec >= 0 && t.frac >= 0 && t.frac < unit;
}

// Whether all callers agree about it: the calls of 32-bit programs look at the low halves.
constexpr bool fits_32_bits(const TimeArg& t) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  return t.sec >= -kMost && t.sec <= kMost && t.frac >= -kMost && t.frac <= kMost;
}

constexpr bool is_zero(const TimeArg& t) {
  return t.sec == 0 && t.frac == 0;
}

// Of a valid or signed time in fractions of 1/`unit` s; kBeyondPlan at most.
constexpr Nanos planned_nanos(const TimeArg& t, std::int64_t unit) {
  if (t.sec >= kBeyondPlan.ns / steps::kSecond || t.frac >= kBeyondPlan.ns) {
    return kBeyondPlan;
  }
  if (t.sec <= -kBeyondPlan.ns / steps::kSecond || t.frac <= -kBeyondPlan.ns) {
    return Nanos{-kBeyondPlan.ns};
  }
  return {t.sec * steps::kSecond + t.frac * (steps::kSecond / unit)};
}

constexpr bool is_planned(std::int32_t slot) {
  return slot >= 0 && slot < kPlannedSlots;
}

}  // namespace timerlaw
