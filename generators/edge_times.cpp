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

// The values of the inputs `sec` and `fraction`, of every formula that has both.
Found collect(std::string_view fraction, Wide units) {
  std::set<std::pair<Wide, Wide>> pairs;
  for (const EdgeFile& file : edge_corpus()) {
    const auto sec = std::ranges::find(file.inputs, "sec");
    const auto frac = std::ranges::find(file.inputs, fraction);
    if (sec == file.inputs.end() || frac == file.inputs.end()) {
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
  static const Found found = collect("nsec", kSecond);
  return found.times();
}

Times timevals() {
  static const Found found = collect("usec", kSecond / kMicrosecond);
  return found.times();
}

}  // namespace timerlaw::edges
