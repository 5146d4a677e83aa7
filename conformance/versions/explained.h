// SPDX-License-Identifier: Apache-2.0
// Whether a kernel of a profile may have left a trace: what a profile's kernels do though nobody intended it counts as
// theirs.
#pragma once

#include "model/judge.h"

namespace timerlaw::versions {

Judgement judged(const Trace& trace, const Profile& profile, const TargetFacts& facts, bool explain = false);

// It diverges in nothing but what the law rejects of the profile's simulated kernel too, on the same program: suspects.
// Where that kernel must show one, a trace without it is not of the profile.
bool explained(const Trace& trace, const Profile& profile, const TargetFacts& facts);

}  // namespace timerlaw::versions
