// SPDX-License-Identifier: Apache-2.0
// How near a run came to each boundary of the law at which results are certain, in nanoseconds.
#pragma once

#include <string>

#include "conformance/runner/tally.h"

namespace timerlaw::reports {

inline constexpr const char* kClosenessFile = "closeness.md";

// `12 boundaries, at 412 ns in the median, 1.2 µs at worst; proven …`; empty if the run had none.
std::string closeness_line(const runner::Tally& tally);
// A Markdown table, a row for each boundary.
std::string closeness_table(const runner::Tally& tally);

}  // namespace timerlaw::reports
