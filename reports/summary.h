// SPDX-License-Identifier: Apache-2.0
// The end of a run in plain text: the verdict first, then the figures, then what to do next.
#pragma once

#include <string>

#include "conformance/runner/exit_code.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/tally.h"

namespace timerlaw::reports {

struct Summary {
  runner::Outcome outcome;
  const runner::RunInfo& info;
  const runner::Tally& tally;
  std::string folder;             // where the results are
  std::uint64_t unexplained = 0;  // divergences without an expectation
};

std::string summary_text(const Summary& summary);

}  // namespace timerlaw::reports
