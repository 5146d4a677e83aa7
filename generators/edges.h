// SPDX-License-Identifier: Apache-2.0
// Arguments that are looked up rather than computed with, good and bad: clocks, ids, signals, flags, pointers. Those
// that the law computes with, times and alarms, come from the corpus of edges (edge_times.h).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "model/step.h"

namespace timerlaw::edges {

inline constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kTwo31 = std::int64_t{1} << 31;
inline constexpr std::int64_t kTwo32 = std::int64_t{1} << 32;
// Clocks that timers run on everywhere.
inline constexpr std::array<std::int64_t, 4> kClocks{0, 1, 7, 11};
// The caller's CPU time: of the process, of the thread; PROF, VIRT, SCHED of each.
inline constexpr std::array<std::int64_t, 8> kCpuClocks{2, 3, -8, -7, -6, -4, -3, -2};
// The kernel's id of a CPU-time clock: see clock_getcpuclockid(3) for `kind`.
constexpr std::int64_t cpu_clock_of(std::int64_t pid, std::int64_t kind) {
  return ~pid * 8 + kind;
}
inline constexpr std::int64_t kNoPid = 4'194'303;  // the highest there can be, and hardly ever in use
// No clock, one without timers, one of a device that may be missing, of a file descriptor, of a process that is not
// there or not the caller's, or one whose kind there is not.
inline constexpr std::array<std::int64_t, 23> kBadClocks{4,
                                                         5,
                                                         6,
                                                         8,
                                                         9,
                                                         10,
                                                         12,
                                                         13,
                                                         15,
                                                         16,
                                                         23,
                                                         24,
                                                         kTwo31 - 1,
                                                         -kTwo31,
                                                         -1,
                                                         -5,
                                                         cpu_clock_of(1, 4),
                                                         cpu_clock_of(1, 3),
                                                         cpu_clock_of(1, 7),
                                                         cpu_clock_of(kNoPid, 2),
                                                         cpu_clock_of(kNoPid, 3),
                                                         cpu_clock_of(kNoPid, 6),
                                                         cpu_clock_of(kNoPid, 7)};

inline constexpr std::array<std::int64_t, 4> kNotify{0, 1, 2, 4};
inline constexpr std::array<std::int64_t, 6> kBadNotify{3, 5, 6, 7, 8, -1};
inline constexpr std::array<std::int64_t, 3> kBadSigno{0, 65, -1};
inline constexpr std::array<std::int64_t, 3> kBadTid{0, -1, kTwo31 - 1};
inline constexpr std::array<std::int64_t, 7> kFlags{0, 1, 2, 3, -1, -2, kTwo32};
inline constexpr std::array<std::int64_t, 4> kBadWhich{3, -1, 99, kTwo31 - 1};
inline constexpr std::array<std::int64_t, 9> kIds{-1,         0,          kTwo31 - 1, kTwo31, kTwo32 - 1,
                                                  kTwo32 + 0, kTwo32 + 1, kMax,       kMin};
// No rule tells these apart; a kernel would that takes an alarm for a signed number.
inline constexpr std::array<std::int64_t, 4> kPlainAlarms{3600, kTwo31 - 1, kTwo31, kTwo31 + 1};
// For restoring: PR_TIMER_CREATE_RESTORE_IDS takes 0 to 2.
inline constexpr std::array<std::int64_t, 5> kRestoreModes{0, 1, 2, 3, -1};
inline constexpr std::array<std::int64_t, 8> kRestoredIds{0, 1, 2, 5, 1000, kTwo31 - 2, kTwo31 - 1, -1};
inline constexpr std::array<std::int64_t, 4> kQueueCodes{-1, kSiTimer, kSiTimer, -60};
inline constexpr std::array<Pointer, kPointerCount> kPointers{Pointer::ok, Pointer::null, Pointer::bad,
                                                              Pointer::readonly, Pointer::edge};

}  // namespace timerlaw::edges
