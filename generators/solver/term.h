// SPDX-License-Identifier: Apache-2.0
// A number of the law as a term of Z3: an integer constant, or an expression over integer unknowns. Num is a
// mathematical integer (model/eval.h), and where the kernel wraps, truncates or saturates the rules say so by
// themselves: so integers are enough, and no bit-vectors are needed.
#pragma once

#include <z3++.h>

#include <optional>
#include <string>

#include "model/eval.h"

namespace timerlaw::solver {

std::string decimal(Wide value);
// Of a numeral of Z3.
Wide number(const z3::expr& numeral);

class Condition {
 public:
  Condition(bool value) : value_(value) {}  // NOLINT(google-explicit-constructor): the rules' own `true` is one
  explicit Condition(z3::expr term) : value_(false), term_(std::move(term)) {}
  z3::expr in(z3::context& context) const { return term_ ? *term_ : context.bool_val(value_); }
  bool certainly(bool value) const { return !term_ && value_ == value; }
  friend Condition operator&&(const Condition& a, const Condition& b);

 private:
  bool value_;  // unless there is a term
  std::optional<z3::expr> term_;
};

class Term {
 public:
  Term(Wide constant) : constant_(constant) {}  // NOLINT(google-explicit-constructor): constants mix freely
  explicit Term(z3::expr term) : constant_(0), term_(std::move(term)) {}
  bool is_constant() const { return !term_; }
  Wide constant() const { return constant_; }
  z3::expr in(z3::context& context) const;
  // Of a term that is not a constant.
  const z3::expr& expression() const { return *term_; }

  friend Term operator+(const Term& a, const Term& b);
  friend Term operator-(const Term& a, const Term& b);
  friend Term operator*(const Term& a, const Term& b);
  friend Condition operator<(const Term& a, const Term& b);
  friend Condition operator<=(const Term& a, const Term& b);
  friend Condition operator>(const Term& a, const Term& b) { return b < a; }
  friend Condition operator>=(const Term& a, const Term& b) { return b <= a; }
  friend Condition operator==(const Term& a, const Term& b);

 private:
  Wide constant_;  // unless there is a term
  std::optional<z3::expr> term_;
};

}  // namespace timerlaw::solver
