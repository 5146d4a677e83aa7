// SPDX-License-Identifier: Apache-2.0
// The CPU's own counter: time that no kernel makes.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

#if defined(__aarch64__)

inline std::uint64_t cycles() {
  std::uint64_t count = 0;
  asm volatile("isb; mrs %0, cntvct_el0" : "=r"(count) : : "memory");
  return count;
}
inline std::int64_t most_nanoseconds(std::uint64_t count) {
  std::uint64_t frequency = 0;
  asm volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
  return static_cast<std::int64_t>(count * 1'000'000'000 / (frequency != 0 ? frequency : 1));
}

#else

inline std::uint64_t cycles() {
  return __builtin_ia32_rdtsc();
}
// It does not tell its frequency; no machine counts slower than 1 GHz.
inline std::int64_t most_nanoseconds(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

#endif

}  // namespace timerlaw::agent
