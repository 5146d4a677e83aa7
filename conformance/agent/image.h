// SPDX-License-Identifier: Apache-2.0
// The ring in a file of its own, so that a process of a program can go on with it in a new image.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

inline constexpr char kResumeOption[] = "--resume";  // followed by the ring's file descriptor

// A new ring, and the means to run anew in its `image` if the machine has them; nullptr if there is no memory.
Ring* make_ring(const unsigned long* auxv);

// execve of the agent, which goes on with `resume`. Returns -errno if it fails.
long run_anew(Ring& ring);

// In the new image: the party whose `exec` it was goes on.
[[noreturn]] void resume(int ring_fd, const unsigned long* auxv);

}  // namespace timerlaw::agent
