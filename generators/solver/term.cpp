// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/term.h"

#include <algorithm>

namespace timerlaw::solver {
namespace {

z3::context& context_of(const Term& a, const Term& b) {
  return a.is_constant() ? b.expression().ctx() : a.expression().ctx();
}

}  // namespace

std::string decimal(Wide value) {
  if (value == 0) {
    return "0";
  }
  std::string digits;
  for (Wide rest = value; rest != 0; rest /= 10) {
    const auto digit = static_cast<int>(rest % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  if (value < 0) {
    digits += '-';
  }
  std::ranges::reverse(digits);
  return digits;
}

Wide number(const z3::expr& numeral) {
  const std::string digits = numeral.get_decimal_string(0);
  Wide value = 0;
  for (const char c : digits) {
    if (c != '-') {
      value = value * 10 + (c - '0');
    }
  }
  return digits.front() == '-' ? -value : value;
}

Condition operator&&(const Condition& a, const Condition& b) {
  if (!a.term_) {
    return a.value_ ? b : a;
  }
  if (!b.term_) {
    return b.value_ ? a : b;
  }
  return Condition(*a.term_ && *b.term_);
}

z3::expr Term::in(z3::context& context) const {
  return term_ ? *term_ : context.int_val(decimal(constant_).c_str());
}

Term operator+(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() + b.constant();
  }
  z3::context& context = context_of(a, b);
  return Term(a.in(context) + b.in(context));
}

Term operator-(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() - b.constant();
  }
  z3::context& context = context_of(a, b);
  return Term(a.in(context)-b.in(context));
}

Term operator*(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() * b.constant();
  }
  z3::context& context = context_of(a, b);
  return Term(a.in(context)*b.in(context));
}

Condition operator<(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() < b.constant();
  }
  z3::context& context = context_of(a, b);
  return Condition(a.in(context) < b.in(context));
}

Condition operator<=(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() <= b.constant();
  }
  z3::context& context = context_of(a, b);
  return Condition(a.in(context) <= b.in(context));
}

Condition operator==(const Term& a, const Term& b) {
  if (a.is_constant() && b.is_constant()) {
    return a.constant() == b.constant();
  }
  z3::context& context = context_of(a, b);
  return Condition(a.in(context) == b.in(context));
}

}  // namespace timerlaw::solver
