// SPDX-License-Identifier: Apache-2.0
// Where time is virtual, every program starts at an instant at which the machine is in the same state, whatever ran
// before: then what it does follows from nothing but itself.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

inline constexpr std::int64_t kLongestAwait = 5'000'000'000;

// Once, before the first program: sleeps until all small numbers that programs use as an instant are in the past, for
// what they do would depend on it.
void await_first_instant();

// Sleeps until the next such instant that leaves the kernel time for what it does in the background. `ended` is when
// the last program ended by MONOTONIC, so that the instant does not depend on when the next one arrived; 0: not known.
void await_round_instant(std::int64_t ended, bool makes_processes);

}  // namespace timerlaw::agent
