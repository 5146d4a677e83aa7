// SPDX-License-Identifier: Apache-2.0
// A function of the vDSO by name. Source: vdso(7), getauxval(3), elf(5).
#pragma once

namespace timerlaw::agent {

// nullptr if the kernel maps no vDSO, or it lacks the symbol.
void* vdso_symbol(const unsigned long* auxv, const char* name);

}  // namespace timerlaw::agent
