// SPDX-License-Identifier: Apache-2.0
// Where the pointer arguments of calls point: memory of the child's own that is right, read-only, ends too soon, or is
// not there.
#pragma once

#include "model/step.h"

namespace timerlaw::agent {

// Each child calls it once for itself. False if the kernel gives no memory.
bool set_up_pages();

// A file that lies nowhere, of so many bytes; -1 on kernels that have no such thing.
long memory_file(long size);

// From now on touch and touch_pages do nothing: page faults take no time here, but are slow.
void leave_untouched();

// Maps memory, so that no bracket holds a page fault. Changes nothing, whoever writes beside.
void touch(void* begin, std::int64_t size);

// Maps what set_up_pages made: in a forked process.
void touch_pages();

// The address to pass for an input argument of `size` bytes with this content (as much of it as can be there).
void* place_input(Pointer pointer, const void* content, long size);

// The address to pass for an output argument; the memory behind it is filled with `canary` where there is any.
void* place_output(Pointer pointer, const void* canary, long size);

}  // namespace timerlaw::agent
