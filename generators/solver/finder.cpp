// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/finder.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

#include "generators/solver/tree.h"

namespace timerlaw::solver {
namespace {

using Point = std::vector<Wide>;

// Below every value of an output.
constexpr Wide kFar = -(Wide{1} << 80);
constexpr Wide kWord = Wide{1} << 32;
// A value that is rounded more often has its steps where it had them before, and the solver takes long to say so.
constexpr int kDeepest = 5;

z3::expr numeral(z3::context& context, Wide value) {
  return Term(value).in(context);
}

std::vector<z3::expr> conditions_of(const std::vector<Guard>& way, const std::vector<Quotient>& quotients) {
  std::vector<z3::expr> all;
  for (const Guard& guard : way) {
    all.push_back(guard.condition);
  }
  for (const Quotient& quotient : quotients) {
    all.push_back(quotient.meaning());
  }
  return all;
}

// Edges of a quotient by an input are looked for at these divisors: nothing, a second, half of what there is, and all.
constexpr std::array<Wide, 5> kDivisors{1, kSecond, kTimeMax / 2, kTimeMax - 1, kTimeMax};

std::optional<std::size_t> divisor_of(const Encoded& encoded) {
  for (const Path& path : encoded.paths) {
    for (const Quotient& quotient : path.quotients) {
      for (std::size_t i = 0; i < encoded.unknowns.size(); ++i) {
        if (z3::eq(encoded.unknowns[i], quotient.divisor)) {
          return i;
        }
      }
    }
  }
  return std::nullopt;
}

bool is_cut(const Rounding& rounding) {
  return rounding.divisor == decimal(kWord);
}

bool wraps_64(const Rounding& rounding) {
  return rounding.divisor == decimal(kWord * kWord);
}

// Whether the unknown is the only one of the term.
bool only(const z3::expr& term, const z3::expr& unknown) {
  if (!term.is_app() || term.is_numeral() || z3::eq(term, unknown)) {
    return true;
  }
  for (unsigned i = 0; i < term.num_args(); ++i) {
    if (!only(term.arg(i), unknown)) {
      return false;
    }
  }
  return term.num_args() > 0;
}

bool has_part(const z3::expr& term, const z3::expr& part) {
  for (unsigned i = 0; i < term.num_args(); ++i) {
    if (z3::eq(term.arg(i), part) || has_part(term.arg(i), part)) {
      return true;
    }
  }
  return false;
}

bool cut_twice(const std::vector<Rounding>& all) {
  return std::ranges::any_of(all, [&](const Rounding& outer) {
    return is_cut(outer) && std::ranges::any_of(all, [&](const Rounding& inner) {
             return is_cut(inner) && has_part(outer.term, inner.term);
           });
  });
}

class Finder {
 public:
  explicit Finder(const Subject& subject) : subject_(subject), encoded_(subject.encode(context_)) {}

  EdgeGroup find() {
    const std::vector<const Path*> paths = classes(context_, subject_, encoded_);
    EdgeGroup group{subject_.laws, {}, {}, ""};
    for (const Path* path : paths) {
      group.classes.push_back({path->key()});
    }
    group.cap = keep_to_small_numbers();
    const std::optional<std::size_t> divisor = divisor_of(encoded_);
    if (!divisor) {
      find_edges(paths);
    } else {
      for (const Wide value : kDivisors) {
        divide_by(*divisor, value);
        group.cap += " " + name(*divisor) + "=" + decimal(value);
        find_edges(paths);
      }
    }
    if (!group.cap.empty()) {
      group.cap = "edges are looked for at" + group.cap;
    }
    for (const auto& [inputs, reasons] : reasons_) {
      group.witnesses.push_back(witness(group, inputs, reasons));
    }
    std::ranges::stable_sort(group.witnesses, {}, &Witness::of_class);
    return group;
  }

 private:
  // From now on edges are looked for only where the solver is up to it: remainders of remainders are beyond it unless
  // numbers are small. Returns what it says of that.
  std::string keep_to_small_numbers() {
    const std::vector<Rounding> all = roundings(encoded_.paths);
    std::string said;
    for (std::size_t i = 0; i < encoded_.inputs.size(); ++i) {
      const z3::expr& x = encoded_.unknowns[i];
      const bool cut = std::ranges::any_of(all, [&](const Rounding& r) { return is_cut(r) && only(r.term, x); });
      const bool wraps =
          std::ranges::any_of(all, [&](const Rounding& r) { return wraps_64(r) && has_part(r.term, x); });
      if (cut && cut_twice(all)) {
        said += keep(i, 31);
      } else if (wraps && all.size() > 1) {
        said += keep(i, 36);
      }
    }
    if (std::ranges::any_of(all, [](const Rounding& rounding) { return rounding.depth > kDeepest; })) {
      said += " steps of the first " + std::to_string(kDeepest) + " roundings in a row";
    }
    return said;
  }
  // -2^bits to 2^bits - 1.
  std::string keep(std::size_t input, int bits) {
    arithmetic::Input& range = encoded_.inputs[input];
    const Wide bound = Wide{1} << bits;
    range.lo = std::max(range.lo, -bound);
    range.hi = std::min(range.hi, bound - 1);
    const z3::expr& x = encoded_.unknowns[input];
    encoded_.domain = encoded_.domain && x >= numeral(context_, range.lo) && x <= numeral(context_, range.hi);
    return " " + name(input) + "=" + decimal(range.lo) + ".." + decimal(range.hi);
  }

  // From now on the input is this constant, and so linear what is divided by it.
  void divide_by(std::size_t input, Wide value) {
    constants_.first = z3::expr_vector(context_);
    constants_.second = z3::expr_vector(context_);
    constants_.first.push_back(encoded_.unknowns[input]);
    constants_.second.push_back(numeral(context_, value));
    at_ = " at " + name(input) + "=" + decimal(value);
  }

  bool fixed(std::size_t input) const {
    return !constants_.first.empty() && z3::eq(constants_.first[0], encoded_.unknowns[input]);
  }

  void find_edges(const std::vector<const Path*>& paths) {
    for (const Path* path : paths) {
      find_extremes(*path);
    }
    for (const Fork& fork : forks(encoded_.paths)) {
      if (fork.alternatives.size() > 1) {
        find_flips(fork);
      }
    }
    for (const Rounding& rounding : roundings(encoded_.paths)) {
      if (rounding.depth <= kDeepest) {
        find_steps(rounding);
      }
    }
  }

  void note(const std::optional<Point>& point, const std::string& reason) {
    if (point) {
      reasons_[*point].insert(reason + at_);
    }
  }
  // The point, and its neighbour that has one more of the input.
  void note_pair(const std::optional<Point>& point, std::size_t input, const std::string& below,
                 const std::string& above) {
    if (point) {
      reasons_[*point].insert(below + at_);
      Point next = *point;
      next[input] += 1;
      reasons_[next].insert(above + at_);
    }
  }
  std::string name(std::size_t input) const { return std::string(encoded_.inputs[input].name); }

  void find_extremes(const Path& path) {
    Search search(context_, constants_.first, constants_.second);
    search.assume(encoded_.domain);
    search.assume(path.condition);
    note(search.smallest_point(encoded_.unknowns), "smallest");
    for (std::size_t i = 0; i < encoded_.inputs.size(); ++i) {
      const z3::expr& x = encoded_.unknowns[i];
      if (fixed(i)) {
        continue;
      }
      note(extreme(search, x, encoded_.inputs[i].lo, false), "min " + name(i));
      note(extreme(search, x, -encoded_.inputs[i].hi, true), "max " + name(i));
    }
    for (std::size_t i = 0; i < path.outputs.size(); ++i) {
      const z3::expr output = z3::expr(path.outputs[i]).simplify();
      if (!output.is_numeral()) {
        note(extreme(search, output, kFar, false), "min " + subject_.outputs[i]);
        note(extreme(search, output, kFar, true), "max " + subject_.outputs[i]);
      }
    }
  }

  std::optional<Point> extreme(Search& search, const z3::expr& term, Wide bound, bool greatest) {
    const z3::expr least = greatest ? -term : term;
    const auto value = search.least(least, bound);
    if (!value) {
      return std::nullopt;
    }
    return search.with({least == numeral(context_, *value)}, [&] { return search.smallest_point(encoded_.unknowns); });
  }

  // The terms at the point that has one more of the input, with quotients of their own.
  std::vector<z3::expr> next(const std::vector<z3::expr>& terms, std::size_t input,
                             const std::vector<Quotient>& quotients) {
    z3::expr_vector from(context_);
    z3::expr_vector to(context_);
    from.push_back(encoded_.unknowns[input]);
    to.push_back(encoded_.unknowns[input] + 1);
    for (const Quotient& quotient : quotients) {
      from.push_back(quotient.unknown);
      to.push_back(context_.int_const((quotient.unknown.to_string() + "'").c_str()));
    }
    std::vector<z3::expr> moved;
    for (z3::expr term : terms) {
      moved.push_back(term.substitute(from, to));
    }
    return moved;
  }

  // Neighbours in the input that are both in the domain and come this way.
  Search neighbours(const std::vector<Guard>& way, const std::vector<Quotient>& quotients, std::size_t input) {
    Search search(context_, constants_.first, constants_.second);
    search.assume(encoded_.domain);
    search.assume(encoded_.unknowns[input] < numeral(context_, encoded_.inputs[input].hi));
    const auto conditions = conditions_of(way, quotients);
    for (const z3::expr& condition : conditions) {
      search.assume(condition);
    }
    for (const z3::expr& condition : next(conditions, input, quotients)) {
      search.assume(condition);
    }
    return search;
  }

  void find_flips(const Fork& fork) {
    for (std::size_t i = 0; i < encoded_.inputs.size(); ++i) {
      Search search = neighbours(fork.way, fork.quotients, i);
      if (!search.possible()) {
        continue;
      }
      for (const Guard& a : fork.alternatives) {
        search.with({a.condition}, [&] {
          for (const Guard& b : fork.alternatives) {
            if (&a != &b) {
              find_flip(search, fork, i, a, b);
            }
          }
        });
      }
    }
  }

  void find_flip(Search& search, const Fork& fork, std::size_t input, const Guard& a, const Guard& b) {
    search.with(next({b.condition}, input, fork.quotients), [&] {
      const std::string from(a.name);
      const std::string to(b.name);
      note_pair(search.smallest_point(encoded_.unknowns), input, "flip " + from + " " + name(input) + "+1 " + to,
                "flip " + to + " " + name(input) + "-1 " + from);
    });
  }

  void find_steps(const Rounding& rounding) {
    for (std::size_t i = 0; i < encoded_.inputs.size(); ++i) {
      Search search = neighbours(rounding.way, rounding.quotients, i);
      const z3::expr after = next({rounding.term}, i, rounding.quotients).front();
      const bool stays = search.with({after == rounding.term}, [&] { return search.possible(); });
      if (stays) {
        search.with({after != rounding.term}, [&] {
          const std::string step = "step /" + rounding.divisor + " " + name(i);
          note_pair(search.smallest_point(encoded_.unknowns), i, step + "+1", step + "-1");
        });
      }
    }
  }

  Witness witness(const EdgeGroup& group, const Point& inputs, const std::set<std::string>& reasons) const {
    const auto outcomes = subject_.follow(inputs);
    std::string branches;
    for (const std::string_view branch : outcomes.front().branches) {
      branches.append(branches.empty() ? "" : " ").append(branch);
    }
    const auto of_class = std::ranges::find(group.classes, branches, &EdgeClass::branches);
    if (of_class == group.classes.end()) {
      throw std::logic_error(subject_.formula + ": an edge lies in a class that was not found: " + branches);
    }
    return {static_cast<std::size_t>(of_class - group.classes.begin()),
            inputs,
            outcomes.front().outputs,
            {reasons.begin(), reasons.end()}};
  }

  const Subject& subject_;
  z3::context context_;
  Encoded encoded_;
  std::pair<z3::expr_vector, z3::expr_vector> constants_{context_, context_};  // inputs, and their values
  std::string at_;                                                             // those inputs, for the reasons
  std::map<Point, std::set<std::string>> reasons_;
};

}  // namespace

EdgeGroup find_edges(const Subject& subject) {
  return Finder(subject).find();
}

}  // namespace timerlaw::solver
