// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/settle.h"

#include <algorithm>
#include <utility>

#include "conformance/formats/program_text.h"
#include "conformance/runner/reach.h"
#include "model/profile.h"

namespace timerlaw::runner {
namespace {

FindingInfo expected_finding(const Expectation& one, const ExpectationUse& use, std::string source) {
  FindingInfo finding;
  finding.rule = one.rule;
  finding.index = use.first_index;
  finding.seen = use.hits;
  if (one.shown) {
    finding.confirmed = one.shown->shown;
    finding.repeated = one.shown->runs;
  }
  finding.program = one.program ? to_text(*one.program) : "";
  finding.expected = one.reason;
  finding.source = std::move(source);
  finding.shrunk = one.program.has_value();
  finding.link = one.link;
  return finding;
}

std::string why_not_exercised(const Rule& rule, const RunInfo& info) {
  const auto profile = profile_of(info);
  if (profile && !applies(rule, *profile))
    return "no law in profile " + info.profile + ": the list needs a condition";
  if (const std::string_view why = out_of_reach(rule, info); !why.empty())
    return std::string(why);
  return "no wrong result would have been noticed in any program";
}

}  // namespace

void settle(const Sightings& sightings, const std::vector<MustExercise>& must, const Tally& tally, RunInfo& info) {
  // Expected ones are always shown, though nobody has to look into them again.
  for (std::size_t i = 0; i < sightings.uses().size(); ++i)
    if (sightings.uses()[i].hits != 0)
      info.findings.push_back(expected_finding(sightings.expectations()[i], sightings.uses()[i],
                                               sightings.source(sightings.uses()[i].first_index)));
  for (const std::size_t i : sightings.stale(tally)) {
    const Expectation& one = sightings.expectations()[i];
    info.stale.push_back({one.rule, one.line, one.reason});
  }
  for (const MustExercise& list : must)
    for (const std::string& id : list.rules) {
      const Rule* rule = find_rule(id);
      const bool known = std::ranges::any_of(info.unexercised, [&](const auto& one) { return one.rule == id; });
      if (rule != nullptr && !known && !exercised(*rule, tally, info))
        info.unexercised.push_back({id, why_not_exercised(*rule, info)});
    }
}

Outcome outcome_of(const RunInfo& info) {
  Outcome outcome;
  outcome.new_divergence = info.unexplained != 0 || std::ranges::any_of(info.findings, [](const FindingInfo& one) {
                             return one.expected.empty();
                           });
  outcome.harness_failed = !info.complete;
  outcome.unexercised = !info.unexercised.empty();
  outcome.stale = !info.stale.empty();
  return outcome;
}

}  // namespace timerlaw::runner
