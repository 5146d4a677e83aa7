// SPDX-License-Identifier: Apache-2.0
// All that `timerlaw edges` solves.
#pragma once

#include <string>
#include <vector>

#include "generators/edge_file.h"
#include "generators/solver/finder.h"

namespace timerlaw::solver {

// What to leave out: nothing where a name is empty.
struct Selection {
  std::string formula;
  std::string profile;
};

// One for each formula and each group of laws under which it is the same, in a fixed order.
std::vector<Subject> subjects(const Selection& selection);

// "z3 4.8.12.0"
std::string solver_version();

struct Found {
  std::vector<EdgeFile> files;        // by formula
  std::vector<std::string> problems;  // FORMULA: what the solver could not do
};
// Solves on this many threads; what is found does not depend on how many.
Found find_all(const Selection& selection, unsigned jobs);

// For each file of this formula that is not complete: FORMULA: which class is missing, or is empty.
std::vector<std::string> check_complete(const std::vector<EdgeFile>& files, unsigned jobs);

}  // namespace timerlaw::solver
