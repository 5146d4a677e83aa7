// SPDX-License-Identifier: Apache-2.0
// What the agent finds out about the machine it runs on.
#pragma once

#include "conformance/agent/options.h"
#include "conformance/wire/hello.h"

namespace timerlaw::agent {

// Clocks and CPUs must be set up.
void measure(wire::HelloRecord& hello, const Options& options);

// /proc/sys/kernel/tainted; -1 if it cannot be read.
std::int64_t read_taint_flags();

}  // namespace timerlaw::agent
