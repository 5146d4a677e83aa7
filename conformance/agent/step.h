// SPDX-License-Identifier: Apache-2.0
// Executes single steps: one system call each (a window is three), and the spins.
#pragma once

#include "conformance/agent/state.h"

namespace timerlaw::agent {

inline constexpr std::int64_t kSpinLimit = 1'000'000'000;   // of until
inline constexpr std::int64_t kBurnLimit = 10'000'000'000;  // of burn, in CPU time and by the wall

// Any step but those that make and end parties.
void execute(const Step& step, ProgramState& state, StepResult& result);

}  // namespace timerlaw::agent
