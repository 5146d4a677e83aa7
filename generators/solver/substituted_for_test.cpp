// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/substituted_for_test.h"

#include <stdexcept>

namespace timerlaw::solver {
namespace {

z3::expr put(const z3::expr& term, const z3::expr_vector& from, const z3::expr_vector& to) {
  return z3::expr(term).substitute(from, to).simplify();
}

}  // namespace

Substituted::Substituted(const Encoded& encoded)
    : encoded_(encoded), context_(encoded.domain.ctx()), solver_(context_) {
  const z3::expr zero = context_.int_val(0);
  for (std::size_t i = 0; i < encoded.paths.size(); ++i) {
    if (i % kWord == 0) {
      members_.push_back(zero);
    }
    if (encoded.paths[i].quotients.empty()) {
      const z3::expr bit = Term(Wide{1} << (i % kWord)).in(context_);
      members_.back() = members_.back() + z3::ite(encoded.paths[i].condition, bit, zero);
    }
  }
}

bool Substituted::solve(const Path& path, const z3::expr& condition, z3::expr_vector& unknowns,
                        z3::expr_vector& values) {
  if (condition.is_false()) {
    return false;
  }
  solver_.push();
  solver_.add(condition);
  const z3::check_result result = solver_.check();
  if (result == z3::unknown) {
    throw std::runtime_error("the solver does not know: " + condition.to_string());
  }
  if (result == z3::sat) {
    const z3::model model = solver_.get_model();
    for (const z3::expr& unknown : path.unknowns) {
      unknowns.push_back(unknown);
      values.push_back(model.eval(unknown, true));
    }
  }
  solver_.pop();
  return result == z3::sat;
}

std::vector<arithmetic::Outcome> Substituted::run(std::span<const Wide> inputs) {
  z3::expr_vector from(context_);
  z3::expr_vector to(context_);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    from.push_back(encoded_.unknowns[i]);
    to.push_back(Term(inputs[i]).in(context_));
  }
  std::vector<arithmetic::Outcome> outcomes;
  Wide members = 0;
  for (std::size_t i = 0; i < encoded_.paths.size(); ++i, members >>= 1) {
    if (i % kWord == 0) {
      members = number(put(members_[i / kWord], from, to));
    }
    const Path& path = encoded_.paths[i];
    z3::expr_vector unknowns(context_);
    z3::expr_vector values(context_);
    if (path.quotients.empty() ? (members & 1) == 0 : !solve(path, put(path.condition, from, to), unknowns, values)) {
      continue;
    }
    arithmetic::Outcome outcome{path.names(), {}};
    for (const z3::expr& output : path.outputs) {
      outcome.outputs.push_back(number(put(z3::expr(output).substitute(unknowns, values), from, to)));
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace timerlaw::solver
