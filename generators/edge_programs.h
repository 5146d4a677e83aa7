// SPDX-License-Identifier: Apache-2.0
// From inputs of a formula to programs: the calls of its sequence, or of one that leads to its rule, on every clock and
// interval timer that has them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "generators/certain_point.h"
#include "generators/source.h"

namespace timerlaw {

// From when on the time that passes counts.
enum class Counting : std::uint8_t {
  none,          // the formula's time plays no part
  from_call,     // the call that arms
  from_reading,  // the reading before it: the deadline is set from there
};

// A program, and between which of its steps the time passes that the formula counts.
struct EdgeProgram {
  Program program;
  std::size_t arm = 0;   // the step that arms the timer
  std::size_t look = 0;  // the step whose result is looked at
  Counting counting = Counting::none;
  Wide passed_before = 0;  // nanoseconds that lie behind the arming already: the deadline was set so long ago
  // Of a sequence that sets what it was shown: where that is set and looked at. 0 if it does not.
  std::size_t again_arm = 0;
  std::size_t again_look = 0;
};

// `skipped` says why there are none: what a target would have to wait for, or cannot do.
struct EdgePrograms {
  std::vector<EdgeProgram> programs;
  std::string_view skipped;
};

// Time passes for real where it is less than a second, or virtual; or the deadline lies in the past instead. The uptime
// is the target's own: an input `now` says nothing.
EdgePrograms edge_programs(std::string_view formula, std::span<const Wide> inputs, const Capabilities& can);
EdgePrograms edge_programs(std::string_view formula, const CertainPoint& point, const Capabilities& can);

}  // namespace timerlaw
