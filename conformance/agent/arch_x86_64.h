// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace timerlaw::agent {

inline constexpr char kAbi[] = "x86_64";
inline constexpr char kVdsoClockGettime[] = "__vdso_clock_gettime";
inline constexpr int kUcontextMaskOffset = 296;  // uc_sigmask

namespace nr {
inline constexpr long read = 0, write = 1, close = 3, mmap = 9, mprotect = 10, munmap = 11, rt_sigaction = 13,
                      rt_sigprocmask = 14, rt_sigreturn = 15, ioctl = 16, mremap = 25, getitimer = 36, alarm = 37,
                      setitimer = 38, getpid = 39, clone = 56, wait4 = 61, kill = 62, uname = 63, getuid = 102,
                      setpgid = 109, getppid = 110, rt_sigpending = 127, rt_sigtimedwait = 128, prctl = 157,
                      gettid = 186, futex = 202, sched_setaffinity = 203, sched_getaffinity = 204, timer_create = 222,
                      timer_settime = 223, timer_gettime = 224, timer_getoverrun = 225, timer_delete = 226,
                      clock_gettime = 228, clock_getres = 229, clock_nanosleep = 230, exit_group = 231, tgkill = 234,
                      execve = 59, exit = 60, rt_sigqueueinfo = 129, clock_settime = 227, openat = 257, ppoll = 271,
                      set_tid_address = 218, sched_yield = 24, ftruncate = 77, memfd_create = 319, execveat = 322,
                      unshare = 272, timerfd_create = 283, timerfd_settime = 286, eventfd2 = 290, prlimit64 = 302;
inline constexpr long timer_settime32 = kMissing, timer_gettime32 = kMissing;
}  // namespace nr

inline void set_up_calls(const unsigned long* /*auxv*/) {}

inline long syscall6(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

// clone(2) of a thread with a stack of its own, on which it calls `run`, which never returns. The others' registers for
// TLS and a child's tid hold whatever they hold: the flags must not ask for them.
inline long clone_thread(unsigned long flags, char* stack, std::int32_t* tid, void (*run)(long), long argument) {
  long result;
  asm volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "mov %[argument], %%rdi\n"
      "call *%[run]\n"
      "hlt\n"
      "1:\n"
      : "=a"(result)
      : "a"(nr::clone), "D"(flags), "S"(stack), "d"(tid), [run] "r"(run), [argument] "r"(argument)
      : "rcx", "r11", "memory");
  return result;
}

}  // namespace timerlaw::agent

// The kernel enters with argc, argv, envp and auxv on the stack; a handler returns through the restorer.
#define TIMERLAW_ENTRY                   \
  asm(".globl _start\n"                  \
      "_start:\n"                        \
      "  xor %ebp, %ebp\n"               \
      "  mov %rsp, %rdi\n"               \
      "  and $-16, %rsp\n"               \
      "  call timerlaw_agent_main\n"     \
      "  hlt\n"                          \
      ".globl timerlaw_agent_restorer\n" \
      "timerlaw_agent_restorer:\n"       \
      "  mov $15, %eax\n"                \
      "  syscall\n");
