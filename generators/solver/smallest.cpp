// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/smallest.h"

#include <stdexcept>

namespace timerlaw::solver {
namespace {

constexpr unsigned kEffort = 50'000'000;  // Z3's own units: the same on every machine

Wide magnitude(Wide value) {
  return value < 0 ? -value : value;
}

z3::expr within(const z3::expr& unknown, Wide most) {
  z3::context& context = unknown.ctx();
  return unknown <= Term(most).in(context) && unknown >= Term(-most).in(context);
}

// The least magnitude that the unknown can have; the solver is left with it.
Wide fix_smallest(z3::solver& solver, const z3::expr& unknown) {
  Wide lo = 0;  // magnitudes below are impossible
  Wide hi = magnitude(number(solver.get_model().eval(unknown, true)));
  for (bool first = true; lo < hi; first = false) {
    const Wide middle = first ? 0 : (lo + hi) / 2;
    solver.push();
    solver.add(within(unknown, middle));
    if (possible(solver)) {
      hi = magnitude(number(solver.get_model().eval(unknown, true)));
    } else {
      lo = middle + 1;
    }
    solver.pop();
  }
  z3::context& context = unknown.ctx();
  solver.push();
  solver.add(unknown == Term(hi).in(context));
  const bool positive = possible(solver);
  solver.pop();
  const Wide value = positive ? hi : -hi;
  solver.add(unknown == Term(value).in(context));
  possible(solver);
  return value;
}

}  // namespace

z3::solver limited_solver(z3::context& context) {
  z3::solver solver(context);
  z3::params params(context);
  params.set("rlimit", kEffort);
  params.set("random_seed", 0U);
  solver.set(params);
  return solver;
}

bool possible(z3::solver& solver) {
  const z3::check_result result = solver.check();
  if (result == z3::unknown) {
    throw std::runtime_error("the solver gives up: " + solver.reason_unknown());
  }
  return result == z3::sat;
}

void Smallest::improve(z3::solver& solver) {
  std::vector<Wide> found;
  bool level = values_.has_value();  // with those that are known, so far
  if (!level && !possible(solver)) {
    return;
  }
  for (const z3::expr& unknown : unknowns_) {
    const Wide known = level ? magnitude((*values_)[found.size()]) : 0;
    if (level) {
      solver.add(within(unknown, known));
      if (!possible(solver)) {
        return;
      }
    }
    found.push_back(fix_smallest(solver, unknown));
    level = level && magnitude(found.back()) == known;
  }
  values_ = std::move(found);
}

}  // namespace timerlaw::solver
