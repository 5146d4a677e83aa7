// SPDX-License-Identifier: Apache-2.0
// Runs one program in a child and cleans up after it.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

struct ChildSettings {
  std::int64_t cpu = 0;  // position among the allowed CPUs
  bool record = true;
};

// Runs the program, filling the trace as it goes: whatever happens, it is right up to `results`.
void run_program(Entry& entry, const ChildSettings& settings);

// Maps the memory that steps use and asks who this child is. Each child calls it once.
void warm_up();

// Blocks what is blocked when a program starts: all signals but SIGCONT.
void set_starting_mask();

// Brings the child back to what every program starts from, after run_program.
void reset_child(const ChildSettings& settings);

}  // namespace timerlaw::agent
