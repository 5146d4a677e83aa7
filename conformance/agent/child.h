// SPDX-License-Identifier: Apache-2.0
// The processes that run programs. They die with the agent.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// The child's process id, or -errno. A fresh one runs the entry at `completed` and ends; the other runs what is
// released.
long start_child(Ring& ring, bool fresh);

}  // namespace timerlaw::agent
