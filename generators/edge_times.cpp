// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_times.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "generators/edge_file.h"
#include "model/arithmetic/law.h"

namespace timerlaw::edges {
namespace {

struct Found {
  std::vector<TimeArg> valid;
  std::vector<TimeArg> invalid;
  Times times() const { return {valid, invalid}; }
};

bool fits(Wide value) {
  return value >= arithmetic::kInt64Min && value <= arithmetic::kInt64Max;
}

enum class Of : std::uint8_t { every_formula, plain_rules };  // plain: it has no other inputs

// The values of the inputs `sec` and `fraction`, of the formulas that have both.
Found collect(std::string_view fraction, Wide units, Of of) {
  std::set<std::pair<Wide, Wide>> pairs;
  for (const EdgeFile& file : edge_corpus()) {
    const auto sec = std::ranges::find(file.inputs, "sec");
    const auto frac = std::ranges::find(file.inputs, fraction);
    if (sec == file.inputs.end() || frac == file.inputs.end() || (of == Of::plain_rules && file.inputs.size() > 2)) {
      continue;
    }
    for (const EdgeGroup& group : file.groups) {
      for (const Witness& witness : group.witnesses) {
        pairs.emplace(witness.inputs[static_cast<std::size_t>(sec - file.inputs.begin())],
                      witness.inputs[static_cast<std::size_t>(frac - file.inputs.begin())]);
      }
    }
  }
  Found found;
  for (const auto& [s, f] : pairs) {
    if (fits(s) && fits(f)) {
      const bool valid = s >= 0 && f >= 0 && f < units;
      (valid ? found.valid : found.invalid)
          .push_back({static_cast<std::int64_t>(s), static_cast<std::int64_t>(f), Origin::literal});
    }
  }
  return found;
}

}  // namespace

Times timespecs() {
  static const Found found = collect("nsec", kSecond, Of::every_formula);
  return found.times();
}

Times timevals() {
  static const Found found = collect("usec", kSecond / kMicrosecond, Of::every_formula);
  return found.times();
}

Times plain_timespecs() {
  static const Found found = collect("nsec", kSecond, Of::plain_rules);
  return found.times();
}

Times plain_timevals() {
  static const Found found = collect("usec", kSecond / kMicrosecond, Of::plain_rules);
  return found.times();
}

std::span<const std::int64_t> alarms() {
  static const std::vector<std::int64_t> found = [] {
    std::set<std::int64_t> values;
    for (const EdgeFile& file : edge_corpus()) {
      const auto seconds = std::ranges::find(file.inputs, "seconds");
      for (const EdgeGroup& group : file.groups) {
        for (std::size_t i = 0; seconds != file.inputs.end() && i < group.witnesses.size(); ++i) {
          const auto at = static_cast<std::size_t>(seconds - file.inputs.begin());
          values.insert(static_cast<std::int64_t>(group.witnesses[i].inputs[at]));
        }
      }
    }
    return std::vector<std::int64_t>(values.begin(), values.end());
  }();
  return found;
}

}  // namespace timerlaw::edges
