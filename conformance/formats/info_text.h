// SPDX-License-Identifier: Apache-2.0
// A siginfo as arguments of a line: `signo=RTMIN+0 code=timer timerid=17 overrun=0 value=0x0`.
#pragma once

#include <string>

#include "conformance/formats/arguments.h"
#include "model/step.h"

namespace timerlaw {

inline constexpr Keys kInfoKeys = {Key::signo, Key::code,  Key::timerid, Key::overrun, Key::pid,
                                   Key::uid,   Key::value, Key::error,   Key::extra};

// Appends the arguments, each after a blank.
void append_info(std::string& out, const SigInfo& info);

// signo and code must stand; the others are 0 where they don't.
bool read_info(const Arguments& arguments, SigInfo& out, Problem& problem);

}  // namespace timerlaw
