// SPDX-License-Identifier: Apache-2.0
// Which rules a run can exercise: those that hold in its profile, less those that its target cannot reach.
#pragma once

#include <string_view>

#include "conformance/runner/run_info.h"
#include "conformance/runner/tally.h"
#include "model/rule.h"

namespace timerlaw::runner {

// Why the target of the run cannot reach a rule that holds there; empty if it can.
std::string_view out_of_reach(const Rule& rule, const RunInfo& info);

// Whether the run looked at it. The taint flags are no program's: they were read again at the end.
bool exercised(const Rule& rule, const Tally& tally, const RunInfo& info);

}  // namespace timerlaw::runner
