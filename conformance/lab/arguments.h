// SPDX-License-Identifier: Apache-2.0
// timerlaw-boot's command line: [options] uml|qemu KERNEL AGENT [agent options]
#pragma once

#include <string>
#include <vector>

#include "conformance/lab/machine.h"

namespace timerlaw::lab {

// Without --init, process 1 is the one beside this program.
Expected<Machine> parse(const std::vector<std::string>& words);

}  // namespace timerlaw::lab
