// SPDX-License-Identifier: Apache-2.0
// The kernel's binary interface as far as the agent uses it: structures, constants and the call itself. Sources: the
// manual pages of the calls; timer_create(2), sigaction(2), siginfo in sigaction(2), prctl(2), futex(2).
#pragma once

#include "conformance/agent/arch.h"
#include "model/step.h"

namespace timerlaw::agent {

template <class Integer>
long arg(Integer value) {
  return static_cast<long>(value);
}
template <class T>
long arg(T* pointer) {
  return reinterpret_cast<long>(pointer);
}

// The result, or -errno.
template <class... Args>
long call(long number, Args... args) {
  const long all[6] = {arg(args)...};
  return syscall6(number, all[0], all[1], all[2], all[3], all[4], all[5]);
}

struct KernelTimespec {
  std::int64_t sec;
  std::int64_t nsec;
};

struct KernelItimerspec {
  KernelTimespec interval;
  KernelTimespec value;
};

// Of the calls whose number is named 32.
struct KernelTimespec32 {
  std::int32_t sec;
  std::int32_t nsec;
};

struct KernelItimerspec32 {
  KernelTimespec32 interval;
  KernelTimespec32 value;
};

struct KernelTimeval {
  long sec;
  long usec;
};

struct KernelItimerval {
  KernelTimeval interval;
  KernelTimeval value;
};

struct KernelSigevent {
  std::uintptr_t value;
  std::int32_t signo;
  std::int32_t notify;
  std::int32_t tid;
  char rest[64 - sizeof(std::uintptr_t) - 12];
};
static_assert(sizeof(KernelSigevent) == 64);

struct KernelSigInfo {
  std::int32_t signo;
  std::int32_t error;
  std::int32_t code;
  // The union starts at a pointer's alignment.
  alignas(sizeof(void*)) std::int32_t a;  // si_timerid, si_pid
  std::int32_t b;                         // si_overrun, si_uid
  std::uintptr_t value;
  std::uint32_t extra;
  char rest[128 - sizeof(void*) - 4 - (sizeof(void*) == 8 ? 24 : 20)];
};
static_assert(sizeof(KernelSigInfo) == 128);

struct KernelSigaction {
  std::uintptr_t handler;
  unsigned long flags;
  std::uintptr_t restorer;
  SigSet mask;
};

struct KernelPollFd {
  std::int32_t fd;
  std::int16_t events;
  std::int16_t revents;
};

inline constexpr long kSigSetBytes = 8;
inline constexpr int kEsrch = 3;
inline constexpr int kEintr = 4;
inline constexpr int kEagain = 11;
inline constexpr int kEfault = 14;
inline constexpr int kSigBlock = 0;
inline constexpr int kSigUnblock = 1;
inline constexpr int kSigSetmask = 2;
inline constexpr std::uintptr_t kSigDfl = 0;
inline constexpr std::uintptr_t kSigIgn = 1;
inline constexpr unsigned long kSaSiginfo = 4;
inline constexpr unsigned long kSaRestorer = 0x04000000;
inline constexpr int kSigChld = 17;
inline constexpr int kPollIn = 1;
inline constexpr int kPollErr = 8;
inline constexpr int kPollHup = 16;

inline std::int64_t nanoseconds(KernelTimespec t) {
  return t.sec * 1'000'000'000 + t.nsec;
}

// Normalised: nsec in [0, 1 s), also for negative instants.
inline KernelTimespec timespec_of(std::int64_t ns) {
  std::int64_t sec = ns / 1'000'000'000;
  std::int64_t nsec = ns % 1'000'000'000;
  if (nsec < 0) {
    nsec += 1'000'000'000;
    --sec;
  }
  return {sec, nsec};
}

// Keeps the compiler from moving accesses to shared variables across it; a handler or another process looks at them.
inline void barrier() {
  asm volatile("" ::: "memory");
}

}  // namespace timerlaw::agent
