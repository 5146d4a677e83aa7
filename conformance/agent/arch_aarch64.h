// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace timerlaw::agent {

inline constexpr char kAbi[] = "aarch64";
inline constexpr char kVdsoClockGettime[] = "__kernel_clock_gettime";
inline constexpr int kUcontextMaskOffset = 40;  // uc_sigmask

namespace nr {
inline constexpr long eventfd2 = 19, ioctl = 29, openat = 56, close = 57, read = 63, write = 64, ppoll = 73,
                      exit_group = 94, futex = 98, getitimer = 102, setitimer = 103, timer_create = 107,
                      timer_gettime = 108, timer_getoverrun = 109, timer_settime = 110, timer_delete = 111,
                      clock_gettime = 113, clock_getres = 114, clock_nanosleep = 115, sched_setaffinity = 122,
                      sched_getaffinity = 123, kill = 129, tgkill = 131, rt_sigaction = 134, rt_sigprocmask = 135,
                      rt_sigpending = 136, rt_sigtimedwait = 137, rt_sigreturn = 139, setpgid = 154, uname = 160,
                      prctl = 167, getpid = 172, getppid = 173, getuid = 174, gettid = 178, munmap = 215, mremap = 216,
                      timerfd_create = 85, timerfd_settime = 86, exit = 93, set_tid_address = 96, sched_yield = 124,
                      ftruncate = 46, memfd_create = 279, execveat = 281, unshare = 97, clock_settime = 112,
                      rt_sigqueueinfo = 138, clone = 220, execve = 221, mmap = 222, mprotect = 226, wait4 = 260,
                      prlimit64 = 261, alarm = kMissing, timer_settime32 = kMissing, timer_gettime32 = kMissing;
}  // namespace nr

inline void set_up_calls(const unsigned long* /*auxv*/) {}

inline long syscall6(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}

// clone(2) of a thread with a stack of its own, on which it calls `run`, which never returns. What the registers for
// TLS and a child's tid hold is not looked at: the flags must not ask for them.
inline long clone_thread(unsigned long flags, char* stack, std::int32_t* tid, void (*run)(long), long argument) {
  register long x8 asm("x8") = nr::clone;
  register long x0 asm("x0") = static_cast<long>(flags);
  register char* x1 asm("x1") = stack;
  register std::int32_t* x2 asm("x2") = tid;
  register void (*x9)(long) asm("x9") = run;
  register long x10 asm("x10") = argument;
  asm volatile(
      "svc #0\n"
      "cbnz x0, 1f\n"
      "mov x0, x10\n"
      "blr x9\n"
      "brk #0\n"
      "1:\n"
      : "+r"(x0)
      : "r"(x8), "r"(x1), "r"(x2), "r"(x9), "r"(x10)
      : "memory");
  return x0;
}

}  // namespace timerlaw::agent

// The kernel enters with argc, argv, envp and auxv on the stack; a handler returns through the restorer.
#define TIMERLAW_ENTRY                   \
  asm(".globl _start\n"                  \
      "_start:\n"                        \
      "  mov x29, xzr\n"                 \
      "  mov x0, sp\n"                   \
      "  bl timerlaw_agent_main\n"       \
      "  brk #0\n"                       \
      ".globl timerlaw_agent_restorer\n" \
      "timerlaw_agent_restorer:\n"       \
      "  mov x8, #139\n"                 \
      "  svc #0\n");
