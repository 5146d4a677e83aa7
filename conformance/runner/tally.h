// SPDX-License-Identifier: Apache-2.0
// What a run's records add up to. Every count of a report comes from here, so that a live run, a resumed one, merged
// shards and a results directory read later give the same figures.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "conformance/runner/log_histogram.h"
#include "conformance/runner/record.h"

namespace timerlaw::runner {

struct Tally {
  std::uint64_t programs = 0;
  std::uint64_t judged = 0;
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  std::uint64_t disturbed = 0;     // programs that were disturbed in every run
  std::uint64_t disturbances = 0;  // runs thrown away
  std::uint64_t stopped = 0;
  std::uint64_t kept = 0;
  std::array<std::uint64_t, kVerdictCount> verdicts{};  // programs
  std::array<std::uint64_t, kVerdictCount> steps{};
  std::map<std::string, std::uint64_t> diverged;  // rule → programs
  std::map<std::string, std::uint64_t> reasons;   // of refusals and failures
  std::map<std::string, std::uint64_t> twins;     // rule → pairs compared
  std::map<std::string, Closeness> closest;       // boundary → the nearest program that kept within its width
  std::set<std::string> exercised;
  LogHistogram late;
  LogHistogram width;

  void add(const Record& record);
  std::uint64_t judged_steps() const;
};

}  // namespace timerlaw::runner
