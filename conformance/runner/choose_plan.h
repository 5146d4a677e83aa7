// SPDX-License-Identifier: Apache-2.0
// Which plan a run's options mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/corpus/corpus.h"
#include "conformance/runner/expectations.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/run_options.h"
#include "conformance/runner/run_plan.h"

namespace timerlaw::runner {

struct Choice {
  RunPlan plan;
  std::optional<Nanos> time;
  Corpus corpus{};  // where the run has it
};

// The programs of the expectations are ahead in every plan. With neither --programs nor --time nor a suite: the aimed
// suite and kDefaultPrograms random programs, for kDefaultTime at most.
Expected<Choice> choose_plan(const RunOptions& options, const std::vector<Expectation>& expectations,
                             const TargetFacts& facts);

// `aimed 4200, random 100000 programs; at most 60 s`.
std::string describe(const Choice& choice);

std::vector<PlannedPart> planned_parts(const RunPlan& plan);

// A hash of the programs of the expectations and of the corpus: they are part of the plan and come from files.
std::string corpus_hash(const std::vector<Expectation>& expectations, const Corpus& corpus);

}  // namespace timerlaw::runner
