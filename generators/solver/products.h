// SPDX-License-Identifier: Apache-2.0
// Products of two unknowns, for a solver that is complete on linear terms only: each becomes an unknown of its own, and
// what is known of it are facts at points, added where a model gets a product wrong.
// Source: Cimatti, Griggio, Irfan, Roveri, Sebastiani: Incremental Linearization for Satisfiability and Verification
// Modulo Nonlinear Arithmetic and Transcendental Functions (2018).
#pragma once

#include <set>
#include <vector>

#include "generators/solver/term.h"

namespace timerlaw::solver {

class Products {
 public:
  explicit Products(z3::context& context) : context_(context) {}

  // The term with each product of unknowns replaced.
  z3::expr linear(const z3::expr& term);
  // What a model gets wrong: facts that it contradicts, and the values that it gives to the factors of the products.
  struct Refutation {
    std::vector<z3::expr> facts;  // none if it gets every product right
    std::vector<z3::expr> left;
    std::vector<z3::expr> right;
  };
  Refutation refute(const z3::model& model) const;

 private:
  struct Product {
    z3::expr term;   // a * b
    z3::expr stand;  // what replaces it
    z3::expr a;
    z3::expr b;
  };
  void collect(const z3::expr& term, std::set<unsigned>& visited);
  void note(const z3::expr& multiplication);

  z3::context& context_;
  std::vector<Product> products_;
};

}  // namespace timerlaw::solver
