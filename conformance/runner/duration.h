// SPDX-License-Identifier: Apache-2.0
// Durations as an option takes them, and as a report shows them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/units.h"

namespace timerlaw::runner {

// `90s`, `1.5min`, `2h`, `250ms`, `10us`, `300ns`; a bare `0` needs no unit. Nothing for anything else.
std::optional<Nanos> read_duration(std::string_view text);

// To three digits, in the unit that suits: `1.24 ms`.
std::string show_duration(Nanos duration);

}  // namespace timerlaw::runner
