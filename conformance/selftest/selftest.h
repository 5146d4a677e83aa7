// SPDX-License-Identifier: Apache-2.0
// The oracle's own test. `run_selftest` breaks the simulated kernel, one mutant at a time, and counts the programs
// until the oracle notices; `run_law_selftest` breaks the law instead, rule by rule, and judges saved real traces
// again.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "conformance/formats/trace_text.h"
#include "model/profile.h"

namespace timerlaw {

struct SelftestOptions {
  std::uint64_t programs = 1'000;         // of each generator at each bracket width, at most, for each mutant
  std::uint64_t clean_programs = 20'000;  // of each generator at each bracket width, for the unbroken kernel
  std::uint64_t seed = 1;                 // of the random programs, and of the simulated latencies
  unsigned jobs = 1;                      // changes the time it takes, never the result
  std::vector<std::string> mutants;       // names; empty: all
};

// Prints a Markdown table, mutant × generator, to `out`, and how far it is to `progress`. Returns the exit status: 0 if
// every mutant is killed by some generator at one of the narrow widths and the unbroken kernel is never rejected, 1 if
// not, 2 if a mutant's name is unknown.
int run_selftest(const SelftestOptions& options, std::ostream& out, std::ostream& progress);

struct LawSelftestOptions {
  std::uint64_t steps_per_rule = 200;  // that a rule decided and that are changed, at most
};

// Prints a Markdown table of rules to `out`; a rule that no changed trace was rejected for is `not tested`. Returns 0,
// or 4 if no trace could be used: traces that diverge as they are say nothing here.
int run_law_selftest(const std::vector<Recorded>& traces, const Profile& profile, const LawSelftestOptions& options,
                     std::ostream& out, std::ostream& progress);

}  // namespace timerlaw
