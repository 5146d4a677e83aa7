// SPDX-License-Identifier: Apache-2.0
// A distribution of durations in constant space: buckets whose width is a 32nd of their value, so that a quantile is
// right to about 3 %.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "model/units.h"

namespace timerlaw::runner {

class LogHistogram {
 public:
  void add(Nanos duration) {
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.ns, 0));
    ++counts_[bucket(value)];
    ++total_;
    max_ = std::max(max_, value);
  }
  std::uint64_t total() const { return total_; }
  Nanos max() const { return {static_cast<std::int64_t>(max_)}; }

  // visit(least, most, how many) for each bucket that is not empty, in order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < counts_.size(); ++i)
      if (counts_[i] != 0)
        visit(i == 0 ? 0 : upper(i - 1) + 1, upper(i), counts_[i]);
  }

  // The least duration that at least `part` (0 … 1) of all are not above; 0 if there are none.
  Nanos quantile(double part) const {
    const auto wanted = static_cast<std::uint64_t>(part * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen != 0 && seen >= wanted)
        return {static_cast<std::int64_t>(std::min(upper(i), max_))};
    }
    return {0};
  }

 private:
  static constexpr int kBits = 5;
  static constexpr std::uint64_t kLinear = std::uint64_t{1} << kBits;

  static std::size_t bucket(std::uint64_t value) {
    if (value < kLinear)
      return value;
    const int shift = static_cast<int>(std::bit_width(value)) - 1 - kBits;
    return static_cast<std::size_t>(shift + 1) * kLinear + ((value >> shift) - kLinear);
  }
  static std::uint64_t upper(std::size_t index) {
    if (index < kLinear)
      return index;
    const auto shift = index / kLinear - 1;
    return ((index % kLinear + kLinear + 1) << shift) - 1;
  }

  std::array<std::uint64_t, 64 * kLinear> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace timerlaw::runner
