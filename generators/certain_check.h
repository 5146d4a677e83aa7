// SPDX-License-Identifier: Apache-2.0
// Whether what a point says is so under a law: by the rules, on integers.
#pragma once

#include <string_view>

#include "generators/certain_point.h"

namespace timerlaw {

// One result at both ends of the bracket, which suffices (results are monotone in the time that passes), for the
// shortest and the longest uptime; and another one at the flip. False where the law has no such formula.
bool holds(const CertainPoint& point, std::string_view formula, const arithmetic::Law& law);

}  // namespace timerlaw
