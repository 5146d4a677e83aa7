// SPDX-License-Identifier: Apache-2.0
// What a step did, as text: `-EINVAL old=untouched`, `0 value=0,999000 interval=0,0`. Grammar: docs/trace-format.md.
#pragma once

#include <string>

#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

// Appends the result, without `=` before it and without readings. Handler deliveries stand on lines of their own.
void append_result(std::string& out, const Step& step, const StepResult& result);
std::string result_text(const Step& step, const StepResult& result);

// Reads a result of this step, up to the end of the line or a lone `@`, which is left.
bool read_result(Line& line, const Step& step, StepResult& out, Problem& problem);

}  // namespace timerlaw
