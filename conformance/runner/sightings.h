// SPDX-License-Identifier: Apache-2.0
// The divergences of a run as they come: which of them an expectation explains, and the first few of the others, to be
// looked into when the run is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/expectations.h"
#include "conformance/runner/ledger.h"
#include "conformance/runner/run_plan.h"

namespace timerlaw::runner {

struct Sighting {
  std::uint64_t index = 0;
  std::optional<Program> program;
  std::optional<Trace> trace;  // nothing if it was seen before the run was resumed, or the target died of it
  std::string said;            // what its record says beside: a kernel's complaint
};

// All programs that broke one rule without an expectation for it.
struct Unexplained {
  std::uint64_t seen = 0;
  std::vector<Sighting> first;  // in the order of the plan
};

// How often an expectation explained a divergence, and whether its own program got a clear answer.
struct ExpectationUse {
  std::uint64_t hits = 0;
  std::uint64_t first_index = 0;
  bool conclusive = false;  // its program was judged, and no step of it was weak or undecided
};

// What a record does not say about its program: from the plan of a run, or from its kept traces.
struct Programs {
  std::function<std::optional<Program>(std::uint64_t index)> at;  // nothing: not known any more
  std::function<bool(std::uint64_t index)> ahead;                 // may be an expectation's own
  std::function<std::string(std::uint64_t index)> source;         // random, aimed, …; empty: not known any more
};
Programs programs_of(const RunPlan& plan);

class Sightings {
 public:
  // At most this many of one rule are kept: cards are read by people.
  static constexpr std::size_t kPerRule = 10;

  Sightings(std::vector<Expectation> expectations, Programs programs);

  // Called in the order of the plan. Takes the trace out of the entry if it keeps it.
  void add(Entry& entry);

  const std::vector<Expectation>& expectations() const { return expectations_; }
  const std::vector<ExpectationUse>& uses() const { return uses_; }
  std::string source(std::uint64_t index) const { return programs_.source(index); }
  std::map<std::string, Unexplained>& unexplained() { return unexplained_; }
  // A divergence turned out, after shrinking, to be the one that this expectation explains.
  void explained(std::size_t expectation, std::uint64_t index);

  // The expectations that should have shown and did not. `exercised` says whether a rule was, for those of any program.
  std::vector<std::size_t> stale(const Tally& tally) const;

 private:
  std::vector<Expectation> expectations_;
  std::vector<ExpectationUse> uses_;
  Programs programs_;
  std::map<std::string, Unexplained> unexplained_;
};

}  // namespace timerlaw::runner
