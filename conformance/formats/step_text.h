// SPDX-License-Identifier: Apache-2.0
// One step as one line of text. Grammar: docs/program-format.md.
#pragma once

#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

// Appends the step, without a line end. Every step whose unused fields keep their defaults reads back equal.
void append_step(std::string& out, const Step& step);
std::string to_text(const Step& step);

// Reads the one step on this line. `file` names it in the error.
Expected<Step> parse_step(std::string_view text, std::string_view file = "step");

// Reads the whole line; for the readers of programs and traces.
bool read_step(Line& line, Step& out, Problem& problem);

}  // namespace timerlaw
