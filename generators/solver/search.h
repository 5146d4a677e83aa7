// SPDX-License-Identifier: Apache-2.0
// A solver that answers or says that it gave up, with products of unknowns, and with least values that do not depend on
// the solver's luck.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "generators/solver/products.h"

namespace timerlaw::solver {

// The solver did not decide within its limits, which are counted in steps of the solver and never in time.
class GaveUp : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Search {
 public:
  explicit Search(z3::context& context) : Search(context, z3::expr_vector(context), z3::expr_vector(context)) {}
  // With these unknowns replaced by numbers: products with them are linear.
  Search(z3::context& context, const z3::expr_vector& unknowns, const z3::expr_vector& numbers);

  // `then` runs with the conditions assumed, beside those that are assumed already.
  template <class Then>
  auto with(const std::vector<z3::expr>& conditions, Then&& then) {
    const Scope scope(*this);
    for (const z3::expr& condition : conditions) {
      assume(condition);
    }
    return then();
  }
  void assume(const z3::expr& condition) { solver_.add(linear(condition)); }

  // Whether all that is assumed can be so at once. GaveUp if the solver does not know.
  bool possible();
  // In the model of the last call of possible(), which returned true.
  Wide value(const z3::expr& term);

  // The least value of the term, which is not below `bound`; nullopt: what is assumed is impossible.
  std::optional<Wide> least(const z3::expr& term, Wide bound);
  // The value of smallest magnitude; of two, the positive one.
  std::optional<Wide> smallest(const z3::expr& term);
  // The one point that is smallest, unknown by unknown, in their order.
  std::optional<std::vector<Wide>> smallest_point(std::span<const z3::expr> unknowns);

 private:
  class Scope {
   public:
    explicit Scope(Search& search) : search_(search) { search_.push(); }
    ~Scope() { search_.pop(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Search& search_;
  };
  // Whether it is with these factors of the products as the last model has them, which makes the products linear.
  bool possible_with(const std::vector<z3::expr>& factors);
  void push();
  void pop();
  z3::expr numeral(Wide value);
  z3::expr linear(z3::expr term) { return products_.linear(term.substitute(unknowns_, numbers_)); }

  z3::context& context_;
  z3::expr_vector unknowns_;
  z3::expr_vector numbers_;
  z3::solver solver_;
  Products products_;
  std::vector<z3::expr> facts_;           // of products: they hold in every scope
  std::vector<std::size_t> facts_known_;  // for each open scope, how many were known when it was opened
  std::optional<z3::model> model_;
};

}  // namespace timerlaw::solver
