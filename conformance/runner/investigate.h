// SPDX-License-Identifier: Apache-2.0
// Looks into the divergences of a run: how often do they show again, and what is the smallest program that shows them?
// None is ever taken back: what did not show again is a divergence too, with 0 of n confirmations.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/replay.h"
#include "conformance/runner/run_options.h"
#include "conformance/runner/sightings.h"

namespace timerlaw::runner {

struct Finding {
  std::string rule;
  std::string source;       // of the program: random, aimed, …
  std::uint64_t index = 0;  // of the first program that showed it
  std::uint64_t seen = 0;   // programs known to show it
  Confirmation confirmation;
  std::optional<Program> program;  // the smallest; nothing where no program belongs to it (KERNEL-SPLAT)
  bool shrunk_fully = false;
  std::string observed;             // where there is no trace to show it: what the target said
  std::shared_ptr<Replayed> shown;  // a run that broke the rule
  std::optional<std::size_t> expectation;
};

struct Investigation {
  std::vector<Finding> findings;  // one for each (rule, smallest program)
  std::uint64_t unexplained = 0;  // sightings no expectation explains, looked into or not
};

// Of the sightings of a run, whose programs are known. Spends at most options.shrink_time; every rule gets its share of
// it.
Investigation investigate(const RunOptions& options, const RunPlan& plan, const Profile& profile,
                          const TargetFacts& facts, Sightings& sightings);

}  // namespace timerlaw::runner
