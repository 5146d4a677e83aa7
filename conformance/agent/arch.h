// SPDX-License-Identifier: Apache-2.0
// What differs between machines: system call numbers and the calling sequence, the layout of the kernel's structures
// where it depends on the word size, the entry point, and names in the vDSO.
#pragma once

namespace timerlaw::agent::nr {
inline constexpr long kMissing = -1;  // the number of a call that a machine does not have
}

#if defined(__x86_64__)
#include "conformance/agent/arch_x86_64.h"
#elif defined(__i386__)
#include "conformance/agent/arch_i386.h"
#elif defined(__aarch64__)
#include "conformance/agent/arch_aarch64.h"
#else
#error "the agent runs on x86_64, i386 and aarch64"
#endif
