// SPDX-License-Identifier: Apache-2.0
// The CPUs the agent was allowed to use when it started, in order.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

void set_up_cpus();
std::int64_t cpu_count();

// Pins the calling thread to the `index`-th of them; -errno on failure.
long pin(std::int64_t index);

}  // namespace timerlaw::agent
