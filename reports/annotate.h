// SPDX-License-Identifier: Apache-2.0
// A trace with what the oracle said of each step, as `#` lines: still a valid trace.
#pragma once

#include <string>
#include <string_view>

#include "model/judge.h"

namespace timerlaw::reports {

// `diverged_only` leaves out the lines of steps that were simply accepted.
std::string annotate(const Trace& trace, const Judgement& judgement, bool diverged_only = false);

// What one divergence says, a line each: rule, observed, allowed, because.
std::string explain(const Divergence& divergence, std::string_view prefix);

}  // namespace timerlaw::reports
