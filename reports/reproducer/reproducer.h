// SPDX-License-Identifier: Apache-2.0
// A divergence as one C file that stands alone: the steps of its program, and whether the last of them did what the
// law does not allow. It exits as the kernel's own tests do.
#pragma once

#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "model/facts.h"
#include "model/judge.h"

namespace timerlaw::reports {

inline constexpr const char* kReproducerFile = "reproducer.c";
// Builds it and runs it, for agents of this ABI: once for what showed again in all `runs`, else until it shows, 100
// times at most.
std::string reproducer_command(std::string_view abi, int shown, int runs);

// Exits 1 where the divergence is present, 0 where it is not, 4 where it cannot be tested. One whose law no short C
// file can look at shows what it sees, and exits 4. An error says why there is none: the program needs what such a file
// cannot do.
Expected<std::string> reproducer(const Trace& trace, const Divergence& divergence, const TargetFacts& facts);

bool only_shows(std::string_view reproducer);

}  // namespace timerlaw::reports
