// SPDX-License-Identifier: Apache-2.0
// The oracle and the solver on the same trace. What the solver explains, the oracle must accept; what the oracle
// accepts and the solver refutes is a gap: a place where the oracle knows less than could be known.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generators/solver/explain/explain_trace.h"
#include "model/judge.h"

namespace timerlaw::solver {

struct Sample {
  Trace trace;
  std::string_view lie;  // empty: as it was simulated
};

// Sample i of a kernel: a random program of the fragment, simulated; two of three with a lie.
Sample sample(std::uint64_t i, const Profile& profile, const TargetFacts& facts);

enum class Comparison : std::uint8_t {
  both_accept,
  both_reject,
  gap,          // the oracle accepts, the solver refutes
  false_alarm,  // the oracle rejects, the solver explains
  not_judged,   // undecided, unspecified, disturbed or refused
  outside,      // of the fragment
  unknown,      // the solver gave up
};

struct Compared {
  Comparison comparison = Comparison::unknown;
  // Of a gap: the call that no run gets past, and the rule by which the oracle accepts it. "gettime PT-GET-1"
  std::string gap;
  std::string divergence;  // as the oracle tells it
};

Compared compare(const Trace& trace, const Explanation& explanation, const Judgement& judgement);

}  // namespace timerlaw::solver
