// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/investigate.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace timerlaw::runner {
namespace {

using Clock = std::chrono::steady_clock;

JudgeOptions explaining(const RunOptions& options) {
  return {options.liveness, true, options.strict};
}

class Investigator {
 public:
  Investigator(const RunOptions& options, const RunPlan& plan, const Profile& profile, const TargetFacts& facts)
      : options_(options),
        plan_(plan),
        profile_(profile),
        facts_(facts),
        replay_(options.session, profile, explaining(options)) {}

  Finding look_into(const std::string& rule_id, Sighting& sighting, Clock::duration budget) {
    const auto begun = Clock::now();
    Finding finding;
    finding.rule = rule_id;
    finding.index = sighting.index;
    finding.source = plan_.source_name(sighting.index);
    finding.seen = 1;
    finding.program = sighting.program;
    finding.observed = sighting.said;
    const Program& program = *sighting.program;
    std::unique_ptr<Replayed> shown = first_run(sighting);
    finding.confirmation = confirm(replay_, program, rule_id, options_.confirm, begun + budget / 2, shown);
    if (finding.confirmation.shown > 0) {
      Shrunk shrunk = shrink(replay_, program, rule_id, attempts(finding.confirmation), begun + budget);
      finding.program = std::move(shrunk.program);
      finding.shrunk_fully = shrunk.finished;
      if (shrunk.run)
        shown = std::move(shrunk.run);
    }
    finding.shown = std::move(shown);
    return finding;
  }

 private:
  // The run in which it was seen first, judged again with explanations.
  std::unique_ptr<Replayed> first_run(Sighting& sighting) {
    if (!sighting.trace)
      return nullptr;
    auto run = std::make_unique<Replayed>();
    run->trace = std::move(*sighting.trace);
    judge(run->trace, profile_, facts_, explaining(options_), run->judgement);
    return run;
  }

  // Enough runs that a candidate which shows it as often as the program does is hardly overlooked.
  static int attempts(const Confirmation& confirmation) {
    constexpr int kMost = 20;
    if (confirmation.shown == confirmation.repeated)
      return 1;
    return std::min(kMost, 1 + 3 * confirmation.repeated / confirmation.shown);
  }

  const RunOptions& options_;
  const RunPlan& plan_;
  const Profile& profile_;
  const TargetFacts& facts_;
  Replay replay_;
};

}  // namespace

// The first sighting of every rule before the second of any.
Investigation investigate(const RunOptions& options, const RunPlan& plan, const Profile& profile,
                          const TargetFacts& facts, Sightings& sightings) {
  Investigation result;
  Investigator investigator(options, plan, profile, facts);
  const auto until = Clock::now() + std::chrono::nanoseconds(options.shrink_time.ns);
  std::size_t left = 0;
  for (const auto& [rule_id, unexplained] : sightings.unexplained()) {
    result.unexplained += unexplained.seen;
    left += unexplained.first.size();
  }
  for (std::size_t round = 0; round < Sightings::kPerRule; ++round) {
    for (auto& [rule_id, unexplained] : sightings.unexplained()) {
      if (round >= unexplained.first.size())
        continue;
      const auto budget = std::max(until - Clock::now(), Clock::duration::zero());
      if (round > 0 && budget == Clock::duration::zero())
        continue;
      Sighting& sighting = unexplained.first[round];
      const std::size_t sharing = round == 0 ? sightings.unexplained().size() : left;
      Finding finding =
          investigator.look_into(rule_id, sighting, budget / static_cast<int>(std::max<std::size_t>(1, sharing)));
      --left;
      if (options.match_shrunk)
        finding.expectation = match(sightings.expectations(), rule_id, &*sighting.program, &*finding.program);
      if (finding.expectation) {
        sightings.explained(*finding.expectation, sighting.index);
        --result.unexplained;
      }
      const auto same = std::find_if(result.findings.begin(), result.findings.end(), [&](const Finding& known) {
        return known.rule == finding.rule && known.program == finding.program;
      });
      if (same != result.findings.end()) {
        ++same->seen;
      } else {
        result.findings.push_back(std::move(finding));
      }
    }
  }
  return result;
}

}  // namespace timerlaw::runner
