// SPDX-License-Identifier: Apache-2.0
// Decides how a program is run, before any child sees it.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// What this target can do.
struct Abilities {
  std::int64_t cpus = 1;
  bool cpu_time = false;
  bool set_clock = false;
  bool time_namespaces = false;
  bool exec = false;
  bool forks = true;  // without an exit signal
};

// Fills everything of the entry but the program, and starts an empty trace.
void admit(Entry& entry, const Abilities& abilities);

}  // namespace timerlaw::agent
