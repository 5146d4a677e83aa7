// SPDX-License-Identifier: Apache-2.0
// Terms of Z3 evaluated without Z3: each class of a formula as a list of operations on integers. What the terms mean is
// said here a second time, so that a term that does not mean what the evaluator of integers does is seen.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "generators/solver/symbolic.h"
#include "model/arithmetic/followed.h"

namespace timerlaw::solver {

class Compiled {
 public:
  explicit Compiled(const Encoded& encoded);
  // The classes that these inputs belong to, and the outputs of each.
  std::vector<arithmetic::Outcome> run(std::span<const Wide> inputs);
  // Every number that stands in the terms.
  const std::vector<Wide>& numerals() const { return numerals_; }

 private:
  using Register = std::uint32_t;
  enum class Kind : std::uint8_t { add, multiply, divide, less, less_equal, equal, negate, both, either, choose };
  struct Operation {
    Kind kind;
    Register a;
    Register b;
    Register c;
    Register to;
  };
  struct Class {
    std::vector<std::string_view> names;
    Register condition;
    std::vector<Register> outputs;
  };

  Register of(const z3::expr& term);
  Register folded(Kind kind, const z3::expr& term);
  Register number(Wide value);
  Register emit(Kind kind, Register a, Register b = 0, Register c = 0);

  std::vector<Wide> registers_;
  std::vector<Operation> operations_;
  std::vector<Wide> numerals_;
  std::map<unsigned, Register> known_;  // by the identity of the term
  std::vector<z3::expr> kept_;          // so that no identity is given twice
  std::vector<Class> classes_;
};

}  // namespace timerlaw::solver
