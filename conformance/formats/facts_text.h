// SPDX-License-Identifier: Apache-2.0
// Target facts as one line: `timerlaw target 1 release=6.13.0 machine=x86_64 …`. Grammar: docs/trace-format.md.
#pragma once

#include <string>

#include "conformance/formats/line.h"
#include "model/facts.h"

namespace timerlaw {

// Appends the line, ended.
void append_facts(std::string& out, const TargetFacts& facts);
std::string to_text(const TargetFacts& facts);

// Reads the whole line. Facts that don't stand on it keep their defaults.
bool read_facts(Line line, TargetFacts& out, Problem& problem);

}  // namespace timerlaw
