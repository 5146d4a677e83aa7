// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/differences.h"

#include <algorithm>

#include "conformance/versions/distinguishing.h"
#include "conformance/versions/explained.h"
#include "conformance/versions/solved_programs.h"
#include "generators/shrink.h"
#include "generators/source.h"
#include "model/simulator/simulator.h"

namespace timerlaw::versions {
namespace {

constexpr std::string_view kSolved = "solved";
constexpr std::string_view kTable = "distinguishing";

// Whether the trace of each is explained under its own profile and not under the other's.
bool must_differ(const Program& program, const Profile& a, const Profile& b, const TargetFacts& facts) {
  const Trace in_a = simulate(program, a, facts, {});
  const Trace in_b = simulate(program, b, facts, {});
  if (in_a == in_b)
    return false;
  return !explained(in_a, b, facts) && !explained(in_b, a, facts) && explained(in_a, a, facts) &&
         explained(in_b, b, facts);
}

class Search {
 public:
  Search(const Profile& a, const Profile& b) : a_(a), b_(b), facts_(facts_for(a, b)) {
    for (const Switch* one : differing_switches(a, b)) {
      found_.push_back({.of = one, .only_in_a = {}, .only_in_b = {}, .witness = std::nullopt, .source = ""});
      list_rules(found_.back());
    }
  }

  void among(const Source& source, std::uint64_t programs) {
    for (std::uint64_t i = 0; i < std::min(programs, source.size()) && !complete(); ++i)
      look_at(source.at(i), source.name());
  }
  void look_at(const Program& program, std::string_view source) {
    if (!must_differ(program, a_, b_, facts_))
      return;
    for (Difference& one : found_) {
      if (one.alone)
        continue;
      const bool alone = shows_alone(program, one);
      if (!alone && (one.witness || !breaks_its_rules(program, one)))
        continue;
      const auto still = [&](const Program& candidate) {
        return alone ? shows_alone(candidate, one) : breaks_its_rules(candidate, one);
      };
      one.witness = witness(shrunk(program, still), a_, b_, facts_);
      one.alone = alone;
      one.source = source;
    }
  }
  bool complete() const { return std::ranges::all_of(found_, &Difference::alone); }
  std::vector<Difference> take() { return std::move(found_); }

 private:
  // The rules that hold on one side only, and that this switch turns.
  void list_rules(Difference& one) const {
    const Profile turned_a = with(a_, *one.of, b_);
    const Profile turned_b = with(b_, *one.of, a_);
    const auto all = rules();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool in_a = all[i].holds(a_);
      const bool turned = all[i].holds(turned_a) != in_a || all[i].holds(turned_b) == in_a;
      if (in_a == all[i].holds(b_) || !turned)
        continue;
      (in_a ? one.only_in_a : one.only_in_b).push_back(static_cast<RuleIndex>(i));
    }
  }

  // Whether kernels that differ in this switch alone must differ too, whichever profile is the rest.
  bool shows_alone(const Program& program, const Difference& one) const {
    return must_differ(program, a_, with(a_, *one.of, b_), facts_) ||
           must_differ(program, with(b_, *one.of, a_), b_, facts_);
  }

  // Whether what one does breaks, before all else, a rule of this switch in the other: for switches that mean something
  // only together with others.
  bool breaks_its_rules(const Program& program, const Difference& one) const {
    const auto first_is_of = [&](const Profile& kernel, const Profile& law, const std::vector<RuleIndex>& rules) {
      const Judgement judgement = judged(simulate(program, kernel, facts_, {}), law, facts_);
      return judgement.diverged() && std::ranges::find(rules, judgement.divergences.front().rule) != rules.end();
    };
    return first_is_of(a_, b_, one.only_in_b) || first_is_of(b_, a_, one.only_in_a);
  }

  Program shrunk(Program program, auto&& still) const {
    for (bool smaller = true; smaller;) {
      smaller = false;
      for (Program& candidate : shrink_candidates(program)) {
        if (!must_differ(candidate, a_, b_, facts_) || !still(candidate))
          continue;
        program = std::move(candidate);
        smaller = true;
        break;
      }
    }
    return program;
  }

  const Profile& a_;
  const Profile& b_;
  const TargetFacts facts_;
  std::vector<Difference> found_;
};

}  // namespace

TargetFacts facts_for(const Profile& a, const Profile& b) {
  constexpr Nanos kHundredHertz{10'000'000};
  const bool jiffies = a.time_base == TimeBase::jiffies || b.time_base == TimeBase::jiffies;
  TargetFacts facts;
  facts.release = "simulated";
  facts.machine = "simulated";
  facts.tick = jiffies ? kHundredHertz : facts.tick;
  facts.rtc = true;
  facts.wake_alarm = true;
  facts.set_clock = true;
  facts.time_namespaces = true;
  facts.sigpending_limit = 15'000;
  return facts;
}

std::optional<Witness> witness(const Program& program, const Profile& a, const Profile& b, const TargetFacts& facts) {
  if (!must_differ(program, a, b, facts))
    return std::nullopt;
  Witness found{program, simulate(program, a, facts, {}), simulate(program, b, facts, {}), {}, {}};
  found.a_under_b = judged(found.a, b, facts, true);
  found.b_under_a = judged(found.b, a, facts, true);
  return found;
}

std::vector<Difference> differences(const Profile& a, const Profile& b, const SearchOptions& options) {
  Search search(a, b);
  for (const Program& program : solved_programs(a.name, b.name, facts_for(a, b).tick))
    search.look_at(program, kSolved);
  search.among(*exhaustive_source(), options.bound);
  search.among(*random_source(options.seed), options.programs);
  for (const Distinguishing& one : distinguishing_programs())
    search.look_at(one.program, kTable);
  return search.take();
}

}  // namespace timerlaw::versions
