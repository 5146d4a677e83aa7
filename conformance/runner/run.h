// SPDX-License-Identifier: Apache-2.0
// A whole run: plan, jobs, results, investigation, verdict.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "conformance/runner/exit_code.h"
#include "conformance/runner/investigate.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/run_options.h"
#include "conformance/runner/tally.h"

namespace timerlaw::runner {

struct RunResult {
  Outcome outcome;
  std::string error;  // why there is nothing below; for the user
  RunInfo info;
  Tally tally;
  std::filesystem::path folder;
};

// Writes the card of a finding below `folder`; returns its path relative to it.
using WriteCard = std::function<std::string(const std::filesystem::path& folder, int number, const Finding& finding,
                                            const RunInfo& info)>;

// Messages go to stderr; nothing goes to stdout.
RunResult run(const RunOptions& options, const WriteCard& write_card);

}  // namespace timerlaw::runner
