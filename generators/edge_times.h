// SPDX-License-Identifier: Apache-2.0
// Arguments of timer_settime, setitimer and alarm out of the corpus of edges: the values that the solver found.
#pragma once

#include <span>

#include "model/step.h"

namespace timerlaw::edges {

// As they stand, sorted, none twice. A valid one is a timespec, or timeval, that the kernel takes as it is.
struct Times {
  std::span<const TimeArg> valid;
  std::span<const TimeArg> invalid;
};
Times timespecs();
Times timevals();
// Those of the rules that look at a time alone (its check, and what it comes to): few enough to be combined.
Times plain_timespecs();
Times plain_timevals();

// Arguments of alarm.
std::span<const std::int64_t> alarms();

}  // namespace timerlaw::edges
