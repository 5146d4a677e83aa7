// SPDX-License-Identifier: Apache-2.0
// Who is in a program: whether each step has a party that is there, told before anything runs.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// False if a step names a party that no step before made, or is of one that has ended; makes one that was made before;
// or stands between a fork and the exit of its process and is of another one. Fills the entry's `end_of`.
bool check_cast(Entry& entry);

}  // namespace timerlaw::agent
