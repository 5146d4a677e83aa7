// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/explained.h"

#include <algorithm>
#include <set>

#include "model/simulator/simulator.h"

namespace timerlaw::versions {
namespace {

std::set<RuleIndex> broken(const Judgement& judgement) {
  std::set<RuleIndex> rules;
  for (const Divergence& one : judgement.divergences)
    rules.insert(one.rule);
  return rules;
}

bool has_suspects(const Profile& profile) {
  return std::ranges::any_of(
      rules(), [&](const Rule& one) { return one.rule_class == RuleClass::suspect && one.holds(profile); });
}

}  // namespace

Judgement judged(const Trace& trace, const Profile& profile, const TargetFacts& facts, bool explain) {
  Judgement judgement;
  judge(trace, profile, facts, {.explain = explain}, judgement);
  return judgement;
}

bool explained(const Trace& trace, const Profile& profile, const TargetFacts& facts) {
  const Judgement judgement = judged(trace, profile, facts);
  if (judgement.disturbed)
    return true;
  if (!has_suspects(profile))
    return !judgement.diverged();
  const Trace simulated = simulate(trace.program, profile, facts, {});
  return broken(judgement) == broken(judged(simulated, profile, facts));
}

}  // namespace timerlaw::versions
