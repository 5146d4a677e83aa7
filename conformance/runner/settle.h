// SPDX-License-Identifier: Apache-2.0
// What a run comes to against its expectations: the same for one that has just ended and for saved results.
#pragma once

#include <vector>

#include "conformance/runner/exit_code.h"
#include "conformance/runner/expectations.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/sightings.h"
#include "conformance/runner/tally.h"

namespace timerlaw::runner {

// Writes into `info` the expected divergences that showed, those that went stale, and the rules that must be exercised
// and were not.
void settle(const Sightings& sightings, const std::vector<MustExercise>& must, const Tally& tally, RunInfo& info);

// What a run that is over says. That it was interrupted, or never began, is not for run.json to know.
Outcome outcome_of(const RunInfo& info);

}  // namespace timerlaw::runner
