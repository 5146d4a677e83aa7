// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/clock.h"

#include "conformance/agent/kernel.h"
#include "conformance/agent/vdso.h"

namespace timerlaw::agent {
namespace {

using ClockGettime = int (*)(std::int32_t, KernelTimespec*);

ClockGettime vdso_clock_gettime = nullptr;

}  // namespace

void set_up_clock(const unsigned long* auxv, bool by_syscall) {
  if (by_syscall) {
    return;
  }
  vdso_clock_gettime = reinterpret_cast<ClockGettime>(vdso_symbol(auxv, kVdsoClockGettime));
  KernelTimespec now{};
  if (vdso_clock_gettime != nullptr && vdso_clock_gettime(1, &now) != 0) {
    vdso_clock_gettime = nullptr;
  }
}

bool clock_by_vdso() {
  return vdso_clock_gettime != nullptr;
}

std::int64_t read_clock(ClockId clock) {
  KernelTimespec now{};
  const auto id = static_cast<std::int32_t>(clock);
  const long failed = vdso_clock_gettime != nullptr ? vdso_clock_gettime(id, &now) : call(nr::clock_gettime, id, &now);
  return failed != 0 ? -1 : nanoseconds(now);
}

}  // namespace timerlaw::agent
