// SPDX-License-Identifier: Apache-2.0
// What the agent finds out about the machine it runs on.
#pragma once

#include "conformance/wire/hello.h"

namespace timerlaw::agent {

// Clocks and CPUs must be set up.
void measure(wire::HelloRecord& hello, bool may_set_clock);

}  // namespace timerlaw::agent
