// SPDX-License-Identifier: Apache-2.0
// Entries for a file of expectations that would make results conform: all but the reasons, which a person has to write.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/runner/expectations.h"
#include "reports/report.h"

namespace timerlaw::reports {

struct Proposals {
  std::string toml;                // to be appended; empty: nothing is missing
  std::size_t entries = 0;         // whose reason is a gap
  std::vector<std::string> stale;  // entries to delete, as text
};

// For each new finding an entry for its program, and one for any program where others break the rule too. If the
// expectations say nothing of rules that must be exercised: those that were, in all of the report's targets.
Proposals propose(const Report& report, const runner::Expectations& existing);

}  // namespace timerlaw::reports
