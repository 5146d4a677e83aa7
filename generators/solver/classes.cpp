// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>

#include "generators/solver/finder.h"

namespace timerlaw::solver {
namespace {

z3::expr guards_of(z3::context& context, const Path& path) {
  z3::expr_vector guards(context);
  for (const Guard& guard : path.guards) {
    guards.push_back(guard.condition);
  }
  return z3::mk_and(guards);
}

std::vector<Wide> point(Search& search, const std::vector<z3::expr>& unknowns) {
  std::vector<Wide> values;
  for (const z3::expr& unknown : unknowns) {
    values.push_back(search.value(unknown));
  }
  return values;
}

}  // namespace

std::vector<const Path*> classes(z3::context& context, const Subject& subject, const Encoded& encoded) {
  Search search(context);
  search.assume(encoded.domain);
  for (const Path& path : encoded.paths) {
    for (const Quotient& quotient : path.quotients) {
      search.assume(quotient.meaning());
    }
  }
  std::vector<bool> found(encoded.paths.size());
  while (search.possible()) {
    const auto outcomes = subject.follow(point(search, encoded.unknowns));
    const auto taken = [&](const Path& path) { return path.names() == outcomes.front().branches; };
    const auto path = std::ranges::find_if(encoded.paths, taken);
    const auto index = static_cast<std::size_t>(path - encoded.paths.begin());
    if (path == encoded.paths.end() || found[index]) {
      throw std::logic_error(subject.formula + ": the terms and the integers take different branches");
    }
    found[index] = true;
    search.assume(!guards_of(context, *path));
  }
  std::vector<const Path*> all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) {
      all.push_back(&encoded.paths[i]);
    }
  }
  return all;
}

}  // namespace timerlaw::solver
