// SPDX-License-Identifier: Apache-2.0
// Smaller programs that may still show what a program shows.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "model/trace.h"

namespace timerlaw {

// How much there is to read in a program. Every candidate is smaller, so that shrinking ends.
struct Measure {
  std::uint64_t steps = 0;
  std::uint64_t arguments = 0;  // wrong pointers, long numbers, large sets, high slots, …
  friend constexpr auto operator<=>(const Measure&, const Measure&) = default;
};
Measure measure(const Program& program);

// What to try in place of `program`, the greatest cuts first: chunks of steps, whole parties, all steps of one timer,
// then single arguments. The order is fixed. Every candidate is admissible if `program` is, and none waits in vain more
// often than `program` does.
std::vector<Program> shrink_candidates(const Program& program);

// The step with one argument simpler, for each that can be.
std::vector<Step> simpler_steps(const Step& step);

}  // namespace timerlaw
