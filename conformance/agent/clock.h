// SPDX-License-Identifier: Apache-2.0
// Reading clocks: through the vDSO where there is one, else by system call.
#pragma once

#include <cstdint>

#include "model/units.h"

namespace timerlaw::agent {

// Finds the vDSO through the auxiliary vector at `auxv`; with `by_syscall` it is left alone. Call once, before any
// reading.
void set_up_clock(const unsigned long* auxv, bool by_syscall);

// Readings are made without a system call.
bool clock_by_vdso();

// -1 if the clock cannot be read.
std::int64_t read_clock(ClockId clock);

}  // namespace timerlaw::agent
