// SPDX-License-Identifier: Apache-2.0
// The CPUs the agent was allowed to use when it started, in order.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

// As sched_getaffinity(2) gives them.
struct CpuMask {
  unsigned char bytes[1024] = {};
};

// Of the calling thread, now.
CpuMask allowed_cpus();

// Positions count the CPUs of this mask from now on.
void set_up_cpus(const CpuMask& mask);
std::int64_t cpu_count();

// Pins the calling thread to the `index`-th of them; -errno on failure.
long pin(std::int64_t index);

}  // namespace timerlaw::agent
