// SPDX-License-Identifier: Apache-2.0
// The steps of programs with several parties: those that make and end parties, and all others.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// Performs step `i`, whose turn it is, up to its boundary, and passes the turn on. A fork returns when its process has
// ended, an exit never.
void perform(Ring& ring, Entry& entry, std::uint32_t i, Party self);

// Whether processes can be made that end without a signal to their parent: QEMU's user mode refuses. By doing it.
bool can_fork();

// Kills and buries the program's processes that are children of the caller.
void end_children(const ProgramState& state);

}  // namespace timerlaw::agent
