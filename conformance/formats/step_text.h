// SPDX-License-Identifier: Apache-2.0
// One step as one line of text. Grammar: docs/program-format.md.
#pragma once

#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

// prctl(PR_TIMER_CREATE_RESTORE_IDS): off is 0, on 1, get 2.
inline constexpr std::string_view kRestoreNames[] = {"off", "on", "get"};

// Appends the step, without a line end. Every step whose unused fields keep their defaults reads back equal, but for
// its party, which the blocks of a program say: the step alone shows `thread 1`, `fork 2`, `exit`.
void append_step(std::string& out, const Step& step);
std::string to_text(const Step& step);

// Reads the one step on this line. `file` names it in the error.
Expected<Step> parse_step(std::string_view text, std::string_view file = "step");

// Reads the whole line, but for the brace after `thread 1` and `fork 2`; for the readers of programs and traces.
bool read_step(Line& line, Step& out, Problem& problem);

}  // namespace timerlaw
