// SPDX-License-Identifier: Apache-2.0
// A formula's classes with numbers put in for the inputs, decided by Z3.
#pragma once

#include <span>
#include <vector>

#include "generators/solver/symbolic.h"
#include "model/arithmetic/followed.h"

namespace timerlaw::solver {

class Substituted {
 public:
  explicit Substituted(const Encoded& encoded);
  // The classes that these inputs belong to, and the outputs of each.
  std::vector<arithmetic::Outcome> run(std::span<const Wide> inputs);

 private:
  // Whether the condition can hold; if so, what the path's quotients by an unknown come to.
  bool solve(const Path& path, const z3::expr& condition, z3::expr_vector& unknowns, z3::expr_vector& values);

  const Encoded& encoded_;
  z3::context& context_;
  static constexpr std::size_t kWord = 64;
  std::vector<z3::expr> members_;  // of each 64 classes: the sum of 2^i over those that the inputs belong to
  z3::solver solver_;
};

}  // namespace timerlaw::solver
