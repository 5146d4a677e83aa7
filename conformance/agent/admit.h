// SPDX-License-Identifier: Apache-2.0
// Decides how a program is run, before any child sees it.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// Fills everything of the entry but the program, and starts an empty trace.
void admit(Entry& entry, std::int64_t cpus);

}  // namespace timerlaw::agent
