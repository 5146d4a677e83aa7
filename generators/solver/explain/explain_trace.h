// SPDX-License-Identifier: Apache-2.0
// Is there a run of the kernel that explains a trace? The solver's answer, to compare the oracle with.
//
// A run is a sequence of events at instants that are unknowns: calls within their brackets, and interrupts, each of
// which expires every timer that is due at its instant, by deadline. What happens is followed event by event, every
// alternative in its turn; whether instants exist that allow it is the solver's question. So nothing is approximated:
// no ranges, no sets of states, no rules run backward. The arithmetic is that of model/calls, on terms.
//
// It speaks of a fragment (fragment.h), for elsewhere the alternatives would be too many.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/facts.h"
#include "model/profile.h"
#include "model/trace.h"

namespace timerlaw::solver {

enum class Answer : std::uint8_t {
  explained,
  refuted,
  outside,  // of the fragment
  unknown,  // the solver, or the limit of questions, gave up
};

struct Explanation {
  Answer answer = Answer::unknown;
  std::size_t step = 0;         // refuted: the first step that no run gets past
  std::string_view outside;     // why
  std::uint64_t questions = 0;  // that the solver was asked
};

// What a run is explained with. Weakened, it must be noticed: the tests of the comparison use that.
struct ExplainOptions {
  Nanos liveness_limit{10'000'000'000};
  std::uint64_t most_questions = 200'000;
  Nanos fires_early_by{0};  // how long before its deadline a timer may expire
};

Explanation explain_trace(const Trace& trace, const Profile& profile, const TargetFacts& facts,
                          const ExplainOptions& options = {});

}  // namespace timerlaw::solver
