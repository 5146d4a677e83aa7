// SPDX-License-Identifier: Apache-2.0
#include "reports/closeness.h"

#include <algorithm>
#include <vector>

#include "conformance/runner/duration.h"

namespace timerlaw::reports {
namespace {

using runner::show_duration;

// `407 ns in the median, 1.2 µs at worst`
std::string spread(const runner::Tally& tally, std::int64_t runner::Closeness::*distance) {
  std::vector<std::int64_t> all;
  for (const auto& [boundary, closest] : tally.closest)
    all.push_back(closest.*distance);
  std::ranges::sort(all);
  return show_duration({all[all.size() / 2]}) + " in the median, " + show_duration({all.back()}) + " at worst";
}

}  // namespace

std::string closeness_line(const runner::Tally& tally) {
  if (tally.closest.empty())
    return "";
  return std::to_string(tally.closest.size()) + " boundaries, certain results " +
         spread(tally, &runner::Closeness::reached_ns) +
         " from them (proven: " + spread(tally, &runner::Closeness::proven_ns) + ")";
}

std::string closeness_table(const runner::Tally& tally) {
  std::string text =
      "How near this run came to the boundaries of the law with results that are certain, though nobody knows when in "
      "its bracket a call was made: *proven* for any bracket of this width, *reached* by the brackets as they lay. A "
      "boundary that is off by so much would have been noticed.\n\n"
      "| sequence, side, result, change | width, ns | proven, ns | reached, ns |\n|---|---|---|---|\n";
  for (const auto& [boundary, closest] : tally.closest)
    text += "| " + boundary + " | " + std::to_string(closest.width_ns) + " | " + std::to_string(closest.proven_ns) +
            " | " + std::to_string(closest.reached_ns) + " |\n";
  return text;
}

}  // namespace timerlaw::reports
