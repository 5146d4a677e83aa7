// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/tree.h"

#include <algorithm>
#include <set>

namespace timerlaw::solver {
namespace {

bool same(const Guard& a, const Guard& b) {
  return a.name == b.name && z3::eq(a.condition, b.condition);
}

bool leads_through(const Path& path, const std::vector<Guard>& way) {
  return path.guards.size() >= way.size() && std::equal(way.begin(), way.end(), path.guards.begin(), same);
}

void add_quotients(std::vector<Quotient>& to, const Path& path) {
  for (const Quotient& quotient : path.quotients) {
    const auto known = [&](const Quotient& other) { return z3::eq(other.unknown, quotient.unknown); };
    if (std::ranges::none_of(to, known)) {
      to.push_back(quotient);
    }
  }
}

void collect(const z3::expr& term, std::set<unsigned>& visited, std::vector<z3::expr>& divisions) {
  if (!term.is_app() || !visited.insert(term.id()).second) {
    return;
  }
  for (unsigned i = 0; i < term.num_args(); ++i) {
    collect(term.arg(i), visited, divisions);
  }
  if (term.decl().decl_kind() == Z3_OP_IDIV) {
    divisions.push_back(term);
  }
}

// How many divisions there are at most one inside another.
int depth_of(const z3::expr& term, std::map<unsigned, int>& known) {
  if (!term.is_app()) {
    return 0;
  }
  if (const auto it = known.find(term.id()); it != known.end()) {
    return it->second;
  }
  int depth = 0;
  for (unsigned i = 0; i < term.num_args(); ++i) {
    depth = std::max(depth, depth_of(term.arg(i), known));
  }
  depth += term.decl().decl_kind() == Z3_OP_IDIV ? 1 : 0;
  known[term.id()] = depth;
  return depth;
}

}  // namespace

std::vector<Fork> forks(const std::vector<Path>& paths) {
  std::vector<Fork> all;
  for (const Path& path : paths) {
    for (std::size_t depth = 0; depth < path.guards.size(); ++depth) {
      const std::vector<Guard> way(path.guards.begin(), path.guards.begin() + static_cast<std::ptrdiff_t>(depth));
      auto fork =
          std::ranges::find_if(all, [&](const Fork& f) { return f.way.size() == depth && leads_through(path, f.way); });
      if (fork == all.end()) {
        fork = all.insert(all.end(), {way, {}, {}});
      }
      const Guard& guard = path.guards[depth];
      if (std::ranges::none_of(fork->alternatives, [&](const Guard& other) { return same(other, guard); })) {
        fork->alternatives.push_back(guard);
      }
      add_quotients(fork->quotients, path);
    }
  }
  return all;
}

std::vector<Rounding> roundings(const std::vector<Path>& paths) {
  std::vector<Rounding> all;
  std::map<unsigned, int> depths;
  for (const Path& path : paths) {
    std::set<unsigned> visited;
    std::vector<z3::expr> divisions;
    collect(path.condition, visited, divisions);
    for (const z3::expr& output : path.outputs) {
      collect(output, visited, divisions);
    }
    for (const z3::expr& term : divisions) {
      const auto known = std::ranges::find_if(all, [&](const Rounding& other) { return z3::eq(other.term, term); });
      if (known == all.end()) {
        all.push_back({path.guards, path.quotients, term, term.arg(1).get_decimal_string(0), depth_of(term, depths)});
        continue;
      }
      const auto end = std::ranges::mismatch(known->way, path.guards, same).in1;
      known->way.erase(end, known->way.end());
      add_quotients(known->quotients, path);
    }
  }
  return all;
}

}  // namespace timerlaw::solver
