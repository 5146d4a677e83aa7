// SPDX-License-Identifier: Apache-2.0
// What a kernel prints when something is wrong inside it.
#pragma once

#include <string_view>

namespace timerlaw {

// Whether a line of a console is the head of such a report: WARNING, BUG, Oops, lockdep, KASAN and its like, a stall of
// RCU or of a task, a lockup, a panic. Lines of the programs that a console runs through say `warning:` and `error:`,
// and are none.
bool is_splat(std::string_view line);

// The line without the colours, time stamp and levels that stand before the message.
std::string_view without_stamp(std::string_view line);

}  // namespace timerlaw
