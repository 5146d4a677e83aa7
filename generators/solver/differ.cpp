// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/differ.h"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include "generators/solver/groups.h"
#include "generators/solver/smallest.h"
#include "model/arithmetic/followed.h"

namespace timerlaw::solver {
namespace {

using arithmetic::Law;

bool same_calls(const Law& x, const Law& y) {
  return x.abi == y.abi && x.time32 == y.time32 && x.tick == y.tick;
}

// Those laws of `some` for whose calls there is one in `others`.
Laws with_calls_of(const Laws& some, const Laws& others) {
  Laws found;
  std::ranges::copy_if(some, std::back_inserter(found), [&](const Law& law) {
    return std::ranges::any_of(others, [&](const Law& other) { return same_calls(law, other); });
  });
  return found;
}

// The path with quotients of other names than those of another encoding.
Path renamed(const Path& path) {
  if (path.unknowns.empty()) {
    return path;
  }
  z3::context& context = path.condition.ctx();
  z3::expr_vector from(context);
  z3::expr_vector to(context);
  for (const z3::expr& unknown : path.unknowns) {
    from.push_back(unknown);
    to.push_back(context.int_const((unknown.decl().name().str() + "'").c_str()));
  }
  Path other = path;
  other.condition = other.condition.substitute(from, to);
  for (z3::expr& output : other.outputs) {
    output = output.substitute(from, to);
  }
  return other;
}

// Whether some output is not the same.
z3::expr unlike(const Path& a, const Path& b) {
  z3::expr_vector any(a.condition.ctx());
  for (std::size_t i = 0; i < a.outputs.size(); ++i) {
    any.push_back(a.outputs[i] != b.outputs[i]);
  }
  return z3::mk_or(any);
}

bool same(const Path& a, const Path& b) {
  const auto same_term = [](const z3::expr& x, const z3::expr& y) { return x.id() == y.id(); };
  return same_term(a.condition, b.condition) && std::ranges::equal(a.outputs, b.outputs, same_term);
}

// Those of `paths` that `others` does not have. On inputs of a path that both have nothing differs.
std::vector<Path> own(const std::vector<Path>& paths, const std::vector<Path>& others) {
  std::vector<Path> found;
  std::ranges::copy_if(paths, std::back_inserter(found), [&](const Path& path) {
    return std::ranges::none_of(others, [&](const Path& other) { return same(path, other); });
  });
  return found;
}

// Those that some inputs take.
std::vector<Path> taken(z3::solver& solver, std::vector<Path> paths) {
  std::erase_if(paths, [&](const Path& path) {
    solver.push();
    solver.add(path.condition);
    const bool never = path.quotients.empty() && !possible(solver);
    solver.pop();
    return never;
  });
  return paths;
}

template <class Formula>
std::vector<Wide> outputs(const Law& law, const std::vector<Wide>& inputs) {
  return arithmetic::follow<Formula>(law, inputs).front().outputs;
}

// The numbers that stand in a term, and their neighbours.
void collect_numbers(const z3::expr& term, std::set<Wide>& numbers, std::set<unsigned>& seen) {
  if (!seen.insert(term.id()).second) {
    return;
  }
  if (term.is_numeral()) {
    for (const int near : {-2, -1, 0, 1, 2}) {
      numbers.insert(number(term) + near);
    }
    return;
  }
  for (unsigned i = 0; i < term.num_args(); ++i) {
    collect_numbers(term.arg(i), numbers, seen);
  }
}

bool smaller(const std::vector<Wide>& x, const std::vector<Wide>& y) {
  const auto magnitude = [](Wide value) { return value < 0 ? -value : value; };
  return std::ranges::lexicographical_compare(x, y, {}, magnitude, magnitude);
}

// Inputs on which the outputs differ, all of them 0 or 1 but one: the solver has only to look for what is smaller.
template <class Formula>
std::optional<std::vector<Wide>> first_guess(const Law& a, const Law& b, const std::set<Wide>& numbers) {
  const std::vector<arithmetic::Input> in_a = Formula::inputs(a);
  const std::vector<arithmetic::Input> in_b = Formula::inputs(b);
  std::optional<std::vector<Wide>> best;
  for (unsigned bits = 0; bits < (1U << in_a.size()); ++bits) {
    for (std::size_t one = 0; one < in_a.size(); ++one) {
      for (const Wide number : numbers) {
        std::vector<Wide> values;
        bool within = true;
        for (std::size_t i = 0; i < in_a.size(); ++i) {
          values.push_back(i == one ? number : bits >> i & 1);
          within =
              within && values[i] >= std::max(in_a[i].lo, in_b[i].lo) && values[i] <= std::min(in_a[i].hi, in_b[i].hi);
        }
        if (within && (!best || smaller(values, *best)) && outputs<Formula>(a, values) != outputs<Formula>(b, values)) {
          best = values;
        }
      }
    }
  }
  return best;
}

// The first inputs that are as small as their domain allows stay: what is smaller has the same. With its divisors known
// a formula with quotients is linear.
void fix_least(z3::solver& solver, const Encoded& encoded, const std::optional<std::vector<Wide>>& guess) {
  for (std::size_t i = 0; guess && i < encoded.inputs.size(); ++i) {
    if ((*guess)[i] != std::max(Wide{0}, encoded.inputs[i].lo)) {
      return;
    }
    solver.add(encoded.unknowns[i] == Term((*guess)[i]).in(solver.ctx()));
  }
}

template <class Formula>
std::optional<std::vector<Wide>> smallest_difference(const Law& a, const Law& b) {
  z3::context context;
  const Encoded of_a = encode<Formula>(context, a);
  const Encoded of_b = encode<Formula>(context, b);  // the same unknowns
  z3::solver solver = limited_solver(context);
  solver.add(of_a.domain && of_b.domain);
  std::set<Wide> numbers{0, 1};
  std::set<unsigned> seen;
  for (const Encoded* encoded : {&of_a, &of_b}) {
    for (const Path& path : encoded->paths) {
      collect_numbers(path.condition, numbers, seen);
    }
  }
  const auto guess = first_guess<Formula>(a, b, numbers);
  fix_least(solver, of_a, guess);
  Smallest smallest(of_a.unknowns, guess);
  std::vector<Path> others;
  for (const Path& path : taken(solver, own(of_b.paths, of_a.paths))) {
    others.push_back(renamed(path));
  }
  for (const Path& path : taken(solver, own(of_a.paths, of_b.paths))) {
    solver.push();
    solver.add(path.condition);
    for (const Path& other : others) {
      solver.push();
      solver.add(other.condition && unlike(path, other));
      smallest.improve(solver);
      solver.pop();
    }
    solver.pop();
  }
  return smallest.values();
}

using Chosen = std::function<bool(const Law&)>;

std::vector<DifferingInputs> differ_among(const Chosen& in_a, const Chosen& in_b) {
  std::vector<DifferingInputs> all;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    const std::vector<Laws> sets = groups<Formula>(arithmetic::laws());
    for (std::size_t i = 0; i < sets.size(); ++i) {
      for (std::size_t j = i + 1; j < sets.size(); ++j) {
        const Laws a = with_calls_of(sets[i], sets[j]);
        const Laws b = with_calls_of(sets[j], sets[i]);
        const bool asked = (std::ranges::any_of(a, in_a) && std::ranges::any_of(b, in_b)) ||
                           (std::ranges::any_of(a, in_b) && std::ranges::any_of(b, in_a));
        if (!asked) {
          continue;
        }
        const auto inputs = smallest_difference<Formula>(a.front(), b.front());
        if (!inputs) {
          continue;
        }
        DifferingInputs found{
            std::string(Formula::kName),         a, b, {}, *inputs, outputs<Formula>(a.front(), *inputs),
            outputs<Formula>(b.front(), *inputs)};
        if (found.in_a == found.in_b) {
          throw std::logic_error(found.formula + ": on integers the outputs are the same");
        }
        for (const arithmetic::Input& input : Formula::inputs(a.front())) {
          found.names.emplace_back(input.name);
        }
        all.push_back(std::move(found));
      }
    }
  });
  return all;
}

}  // namespace

std::vector<DifferingInputs> differ() {
  const auto any = [](const Law&) { return true; };
  return differ_among(any, any);
}

std::vector<DifferingInputs> differ(const Profile& a, const Profile& b) {
  return differ_among([&](const Law& law) { return law.profile->name == a.name; },
                      [&](const Law& law) { return law.profile->name == b.name; });
}

}  // namespace timerlaw::solver
