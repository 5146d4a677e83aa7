// SPDX-License-Identifier: Apache-2.0
// The branches of a formula as a tree: what the edge finder walks.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "generators/solver/symbolic.h"

namespace timerlaw::solver {

// Alternatives that exclude one another, at one place of the way.
struct Fork {
  std::vector<Guard> way;           // the guards that lead here
  std::vector<Guard> alternatives;  // each of which goes on to some class
  std::vector<Quotient> quotients;  // of the guards
};
std::vector<Fork> forks(const std::vector<Path>& paths);

// A quotient by a constant: rounding and truncation, whose steps are edges that no guard names.
struct Rounding {
  std::vector<Guard> way;  // the guards that all classes have in common where it is computed
  std::vector<Quotient> quotients;
  z3::expr term;
  std::string divisor;
  int depth;  // how many roundings the value has been through, this one included
};
std::vector<Rounding> roundings(const std::vector<Path>& paths);

}  // namespace timerlaw::solver
