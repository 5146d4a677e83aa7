// SPDX-License-Identifier: Apache-2.0
// Programs of the inputs on which the solver found that two profiles differ.
#pragma once

#include <string_view>
#include <vector>

#include "model/trace.h"

namespace timerlaw::versions {

// For the calls of 64-bit programs.
std::vector<Program> solved_programs(std::string_view a, std::string_view b, Nanos tick);

}  // namespace timerlaw::versions
