// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/search.h"

namespace timerlaw::solver {
namespace {

// What a query may cost, in Z3's own count, and how many models may be refuted: far above what any query needs.
constexpr unsigned kResources = 100'000'000;
constexpr int kRefutations = 2000;

}  // namespace

Search::Search(z3::context& context, const z3::expr_vector& unknowns, const z3::expr_vector& numbers)
    : context_(context),
      unknowns_(unknowns),
      numbers_(numbers),
      solver_(context, z3::solver::simple()),
      products_(context) {
  z3::params params(context);
  params.set("rlimit", kResources);
  params.set("random_seed", 0u);
  solver_.set(params);
}

void Search::push() {
  solver_.push();
  facts_known_.push_back(facts_.size());
}

void Search::pop() {
  solver_.pop();
  for (std::size_t i = facts_known_.back(); i < facts_.size(); ++i) {
    solver_.add(facts_[i]);
  }
  facts_known_.pop_back();
  // The facts are now asserted in the enclosing scope, and leave with it: its mark stands before them.
}

z3::expr Search::numeral(Wide value) {
  return context_.int_val(decimal(value).c_str());
}

bool Search::possible() {
  for (int round = 0; round < kRefutations; ++round) {
    const z3::check_result result = solver_.check();
    if (result == z3::unsat) {
      return false;
    }
    if (result == z3::unknown) {
      throw GaveUp("the solver does not know: " + solver_.reason_unknown());
    }
    model_ = solver_.get_model();
    const Products::Refutation refutation = products_.refute(*model_);
    if (refutation.facts.empty()) {
      return true;
    }
    for (const z3::expr& fact : refutation.facts) {
      solver_.add(fact);
      facts_.push_back(fact);
    }
    if (possible_with(refutation.left) || possible_with(refutation.right)) {
      return true;
    }
  }
  throw GaveUp(std::to_string(kRefutations) + " models were refuted, and there are more");
}

bool Search::possible_with(const std::vector<z3::expr>& factors) {
  const Scope scope(*this);
  for (const z3::expr& factor : factors) {
    solver_.add(factor);
  }
  if (solver_.check() != z3::sat) {
    return false;
  }
  const z3::model model = solver_.get_model();
  if (!products_.refute(model).facts.empty()) {
    return false;
  }
  model_ = model;
  return true;
}

Wide Search::value(const z3::expr& term) {
  return number(model_->eval(linear(term), true));
}

std::optional<Wide> Search::least(const z3::expr& term, Wide bound) {
  if (!possible()) {
    return std::nullopt;
  }
  Wide best = value(term);
  // Often the first guess is the bound itself, or the model is the least already.
  for (int guess = 0; bound < best; ++guess) {
    const Wide middle = guess == 0 ? bound : guess == 1 ? best - 1 : floor_div(bound + best, 2);
    const Scope scope(*this);
    solver_.add(linear(term) <= numeral(middle));
    if (possible()) {
      best = value(term);
    } else {
      bound = middle + 1;
    }
  }
  return best;
}

std::optional<Wide> Search::smallest(const z3::expr& term) {
  const auto up = with({term >= 0}, [&] { return least(term, 0); });
  if (up && *up == 0) {
    return up;
  }
  const auto down = with({term < 0}, [&] { return least(-term, 1); });
  if (!up || !down) {
    return up ? up : down ? std::optional<Wide>(-*down) : std::nullopt;
  }
  return *up <= *down ? *up : -*down;
}

std::optional<std::vector<Wide>> Search::smallest_point(std::span<const z3::expr> unknowns) {
  if (!possible()) {
    return std::nullopt;
  }
  const Scope scope(*this);
  std::vector<Wide> point;
  for (std::size_t i = 0; i < unknowns.size(); ++i) {
    std::vector<z3::expr> zeros;
    for (std::size_t k = i; k < unknowns.size(); ++k) {
      zeros.push_back(unknowns[k] == 0);
    }
    if (with(zeros, [&] { return possible(); })) {
      point.resize(unknowns.size(), 0);
      return point;
    }
    const auto value = smallest(unknowns[i]);
    point.push_back(*value);
    assume(unknowns[i] == numeral(*value));
  }
  return point;
}

}  // namespace timerlaw::solver
