// SPDX-License-Identifier: Apache-2.0
// Saved results against a file of expectations: what the run would have said with it. Nothing is judged again.
#pragma once

#include <filesystem>

#include "conformance/expected.h"
#include "conformance/runner/expectations.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/tally.h"

namespace timerlaw::runner {

// `info` and `tally` are those of the results in `folder`; the findings, what is stale and what was not exercised
// become those of the given expectations. The programs are known from the traces, which are kept of all that diverged
// and of the expectations' own programs.
Status resettle(const std::filesystem::path& folder, const Expectations& expectations, const Tally& tally,
                RunInfo& info);

}  // namespace timerlaw::runner
