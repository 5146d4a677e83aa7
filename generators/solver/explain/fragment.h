// SPDX-License-Identifier: Apache-2.0
// The traces that explain_trace answers for: one thread whose signals are blocked, timers on MONOTONIC and ITIMER_REAL.
#pragma once

#include <string_view>

#include "model/facts.h"
#include "model/profile.h"
#include "model/trace.h"

namespace timerlaw::solver {

// Why the trace is outside of the fragment; empty: it is not.
std::string_view outside_of_fragment(const Trace& trace, const Profile& profile, const TargetFacts& facts);

}  // namespace timerlaw::solver
