// SPDX-License-Identifier: Apache-2.0
// Runs one program in a child and cleans up after it. Whatever happens meanwhile, the trace is right up to `results`.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// Maps the memory that steps use and asks who this child is. Each child calls it once.
void warm_up(Ring& ring);

// Blocks what is blocked when a program starts: all signals but SIGCONT.
void set_starting_mask();

// Up to boundary 0.
void begin_program(Ring& ring, Entry& entry);

// All steps of a program that has one party.
void run_alone(Ring& ring, Entry& entry);

// What `execute` is to know of this step.
void set_scene(ProgramState& state, const Entry& entry, std::uint32_t step, Party self);

// Reads the boundary after this step; its result is part of the trace from now on.
void close_step(const ProgramState& state, Entry& entry, std::uint32_t step);

// Sets REALTIME as if no step had moved it.
void put_clock_back(ProgramState& state);

// Brings the child back to what every program starts from.
void reset_child(Ring& ring);

}  // namespace timerlaw::agent
