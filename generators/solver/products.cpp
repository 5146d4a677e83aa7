// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/products.h"

#include <algorithm>
#include <stdexcept>

namespace timerlaw::solver {

void Products::note(const z3::expr& multiplication) {
  const auto same = [&](const Product& product) { return z3::eq(product.term, multiplication); };
  if (std::ranges::any_of(products_, same)) {
    return;
  }
  if (multiplication.num_args() != 2) {
    throw std::logic_error("a product of more than two unknowns: " + multiplication.to_string());
  }
  const std::string name = "product" + std::to_string(products_.size());
  products_.push_back({multiplication, context_.int_const(name.c_str()), multiplication.arg(0), multiplication.arg(1)});
}

void Products::collect(const z3::expr& term, std::set<unsigned>& visited) {
  if (!term.is_app() || !visited.insert(term.id()).second) {
    return;
  }
  for (unsigned i = 0; i < term.num_args(); ++i) {
    collect(term.arg(i), visited);
  }
  if (term.decl().decl_kind() == Z3_OP_MUL && !term.arg(0).is_numeral()) {
    note(term);
  }
}

z3::expr Products::linear(const z3::expr& term) {
  // In Z3's normal form a product is either of a numeral and one more factor, or of unknowns.
  z3::expr simple = z3::expr(term).simplify();
  std::set<unsigned> visited;
  collect(simple, visited);
  if (products_.empty()) {
    return simple;
  }
  z3::expr_vector from(context_);
  z3::expr_vector to(context_);
  for (const Product& product : products_) {
    from.push_back(product.term);
    to.push_back(product.stand);
  }
  return simple.substitute(from, to);
}

Products::Refutation Products::refute(const z3::model& model) const {
  Refutation refutation;
  std::vector<z3::expr>& facts = refutation.facts;
  for (const auto& [term, p, a, b] : products_) {
    const z3::expr x = model.eval(a, true);
    const z3::expr y = model.eval(b, true);
    refutation.left.push_back(a == x);
    refutation.right.push_back(b == y);
    if (number(x) * number(y) == number(model.eval(p, true))) {
      continue;
    }
    const z3::expr tangent = x * b + y * a - x * y;
    facts.push_back(z3::implies(a == x, p == x * b));
    facts.push_back(z3::implies(b == y, p == y * a));
    facts.push_back(z3::implies((a <= x && b <= y) || (a >= x && b >= y), p >= tangent));
    facts.push_back(z3::implies((a <= x && b >= y) || (a >= x && b <= y), p <= tangent));
    facts.push_back(z3::implies(a >= x && b >= 0, p >= x * b));
    facts.push_back(z3::implies(a <= x && b >= 0, p <= x * b));
    facts.push_back(z3::implies(b >= y && a >= 0, p >= y * a));
    facts.push_back(z3::implies(b <= y && a >= 0, p <= y * a));
  }
  return refutation;
}

}  // namespace timerlaw::solver
