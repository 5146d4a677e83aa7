// SPDX-License-Identifier: Apache-2.0
// The processes that run programs. They die with the agent.
#pragma once

#include "conformance/agent/program.h"

namespace timerlaw::agent {

struct ChildStart {
  Ring* ring;
  ChildSettings settings;
  int wake_fd;  // an eventfd: written when the agent asked to be woken
  bool fresh;   // runs the entry at `completed` and ends
};

// The child's process id, or -errno.
long start_child(const ChildStart& start);

}  // namespace timerlaw::agent
