// SPDX-License-Identifier: Apache-2.0
// Programs and traces as lines of the agent protocol, seen from the runner.
#pragma once

#include <cstdint>
#include <string>

#include "conformance/wire/hello.h"
#include "conformance/wire/trace.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw {

// Appends the program's line to `text`.
void append_program(std::uint64_t index, const Program& program, std::string& text);

// A program that arrived on the wire.
Program program_of(const wire::ProgramRecord& record);

// The trace that the agent sent for `program`.
Trace trace_of(const wire::TraceRecord& record, Program program);

TargetFacts facts_of(const wire::HelloRecord& hello);

}  // namespace timerlaw
