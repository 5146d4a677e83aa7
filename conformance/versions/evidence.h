// SPDX-License-Identifier: Apache-2.0
// Traces that rules stand on: model/evidence/NNN-*.trace, from real kernels, and the golden traces that are wrong on
// purpose. Each has `# expect:`, the verdict it must get; evidence says in `# shows:` for which rules it stands.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw::versions {

struct Evidence {
  std::string number;              // 017, as rules cite it
  std::string file;                // 017-alarm-rounds-half-up.trace
  std::string expected;            // `accepted`, or `RULE at step N`
  std::vector<std::string> shows;  // rules
  std::vector<Recorded> traces;
};

// All of a folder, by number; none where there is no folder. Errors name file and line.
Expected<std::vector<Evidence>> read_evidence(const std::filesystem::path& folder);

// The names of the golden traces that are wrong on purpose, by the rule that each breaks.
Expected<std::map<std::string, std::vector<std::string>>> golden_traces(const std::filesystem::path& folder);

// The numbers that a rule cites.
std::vector<std::string> cited(std::string_view evidence);

}  // namespace timerlaw::versions
