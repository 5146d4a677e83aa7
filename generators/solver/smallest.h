// SPDX-License-Identifier: Apache-2.0
// Values of least magnitude, so that what the solver finds does not depend on its luck.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "generators/solver/term.h"

namespace timerlaw::solver {

// A solver with limited effort, the same on every machine.
z3::solver limited_solver(z3::context& context);

// Whether what the solver was told can be. Throws if it does not know.
bool possible(z3::solver& solver);

// The smallest values of all that improve() was shown; the first unknown counts most, of two equal magnitudes the
// positive one.
class Smallest {
 public:
  // `known`: values that are possible, if any are.
  explicit Smallest(std::vector<z3::expr> unknowns, std::optional<std::vector<Wide>> known = {})
      : unknowns_(std::move(unknowns)), values_(std::move(known)) {}
  // What the solver holds; it is told more: push before, pop afterwards.
  void improve(z3::solver& solver);
  // In the order of the unknowns.
  const std::optional<std::vector<Wide>>& values() const { return values_; }

 private:
  std::vector<z3::expr> unknowns_;
  std::optional<std::vector<Wide>> values_;
};

}  // namespace timerlaw::solver
