// SPDX-License-Identifier: Apache-2.0
// Which party runs here: told by the stack, for a handler has nothing else to tell it by without a system call.
#pragma once

#include "model/step.h"

namespace timerlaw::agent {

// The party that runs on the caller's stack, in this process.
Party party_here();

// The caller is this party from now on: in a new child, process or image.
void begin_as(Party party);

// The upper end of a stack for a new thread of this process, on which it is this party.
char* stack_for(Party party);

// Maps the caller's stack, if stack_for gave it, so that no bracket holds a page fault.
void map_stack();

}  // namespace timerlaw::agent
