// SPDX-License-Identifier: Apache-2.0
// Sets of laws as lines of text: `native64 tick=4000000 linux-3.10..linux-4.9 posix`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arithmetic/law.h"

namespace timerlaw {

// native64, compat32 (64-bit time), compat32-time32.
std::string_view calls_of(const arithmetic::Law& law);

// One line for each set of calls and tick; profiles that follow one another are a range.
std::vector<std::string> law_lines(std::span<const arithmetic::Law> laws);
// nullopt with an error that names the word.
std::optional<std::vector<arithmetic::Law>> read_laws(std::string_view line, std::string& error);

}  // namespace timerlaw
