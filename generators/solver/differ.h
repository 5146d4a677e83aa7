// SPDX-License-Identifier: Apache-2.0
// Inputs on which a formula is not the same under two laws.
#pragma once

#include <string>
#include <vector>

#include "generators/differences_file.h"
#include "model/profile.h"

namespace timerlaw::solver {

// For every formula and every two of its sets of laws that share a set of calls: the inputs of least magnitude on which
// an output differs. Sets of laws that differ in the names of branches only give nothing.
std::vector<DifferingInputs> differ();

// Of these two profiles only.
std::vector<DifferingInputs> differ(const Profile& a, const Profile& b);

}  // namespace timerlaw::solver
