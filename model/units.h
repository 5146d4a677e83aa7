// SPDX-License-Identifier: Apache-2.0
// The units and identities of the law. No bare integer crosses an interface where one of these fits.
//
// Freestanding: the agent includes this file, so it uses nothing of the standard library but <cstdint> and <compare>.
#pragma once

#include <compare>
#include <cstdint>

namespace timerlaw {

// An instant on some clock, or a duration, in nanoseconds.
struct Nanos {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(Nanos, Nanos) = default;
};
constexpr Nanos operator+(Nanos a, Nanos b) {
  return {a.ns + b.ns};
}
constexpr Nanos operator-(Nanos a, Nanos b) {
  return {a.ns - b.ns};
}

// A clock id as the kernel takes it: any integer may be asked for, so this is an open enumeration.
// Source: include/uapi/linux/time.h; clock_gettime(2).
enum class ClockId : std::int32_t {
  realtime = 0,
  monotonic = 1,
  process_cputime = 2,
  thread_cputime = 3,
  monotonic_raw = 4,
  realtime_coarse = 5,
  monotonic_coarse = 6,
  boottime = 7,
  realtime_alarm = 8,
  boottime_alarm = 9,
  tai = 11,
  // The CPU-time clocks of the caller, as the kernel encodes them (clock_getcpuclockid(3)).
  own_process_prof = -8,
  own_process_virt = -7,
  own_process_sched = -6,
  own_thread_prof = -4,
  own_thread_virt = -3,
  own_thread_sched = -2,
};

// The clocks that count CPU time of the caller or of others. Negative ids with both low bits set are file descriptors'.
constexpr bool counts_cpu_time(ClockId clock) {
  const auto id = static_cast<std::int32_t>(clock);
  return id == 2 || id == 3 || (id < 0 && (id & 3) != 3) || id >= 0x40000000;
}

// The `which` of setitimer(2): any integer may be asked for.
enum class Which : std::int32_t { real = 0, virt = 1, prof = 2 };

// A kernel timer id, as timer_create(2) writes it.
enum class TimerId : std::int32_t {};

// A signal number, 1 to 64. The names follow signal(7); RTMIN is 34, as every C library counts
// (the kernel's own real-time range begins at 32).
using Signo = std::int32_t;
inline constexpr Signo kSigKill = 9;
inline constexpr Signo kSigAlrm = 14;
inline constexpr Signo kSigChld = 17;
inline constexpr Signo kSigCont = 18;
inline constexpr Signo kSigXcpu = 24;
inline constexpr Signo kSigVtalrm = 26;
inline constexpr Signo kSigProf = 27;
inline constexpr Signo kSigStop = 19;
inline constexpr Signo kKernelRtMin = 32;
inline constexpr Signo kRtMin = 34;
inline constexpr Signo kSigMax = 64;

// A set of signals: bit signo-1, as the kernel's sigset_t.
struct SigSet {
  std::uint64_t bits = 0;
  constexpr bool has(Signo s) const { return s >= 1 && s <= kSigMax && ((bits >> (s - 1)) & 1u) != 0; }
  constexpr void add(Signo s) { bits |= std::uint64_t{1} << (s - 1); }
  constexpr void remove(Signo s) { bits &= ~(std::uint64_t{1} << (s - 1)); }
  constexpr bool empty() const { return bits == 0; }
  friend constexpr bool operator==(SigSet, SigSet) = default;
};
inline constexpr SigSet kAllSignals{~std::uint64_t{0}};

}  // namespace timerlaw
