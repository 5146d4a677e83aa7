// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace timerlaw::agent {

inline constexpr char kAbi[] = "i386";
inline constexpr char kVdsoClockGettime[] = "__vdso_clock_gettime64";
inline constexpr int kUcontextMaskOffset = 108;  // uc_sigmask

// Where a call exists for both widths of time this is the 64-bit one, unless its name says 32. The interval timers have
// 32-bit time only.
namespace nr {
inline constexpr long exit = 1, execve = 11, rt_sigqueueinfo = 178, timer_settime32 = 260, timer_gettime32 = 261,
                      set_tid_address = 258, sched_yield = 158, ftruncate = 93, memfd_create = 356, execveat = 358,
                      unshare = 310, timerfd_create = 322, clock_settime = 404, timerfd_settime = 411;
inline constexpr long read = 3, write = 4, close = 6, getpid = 20, alarm = 27, kill = 37, ioctl = 54, setpgid = 57,
                      getppid = 64, munmap = 91, setitimer = 104, getitimer = 105, wait4 = 114, clone = 120,
                      uname = 122, mprotect = 125, mremap = 163, prctl = 172, rt_sigreturn = 173, rt_sigaction = 174,
                      rt_sigprocmask = 175, rt_sigpending = 176, mmap = 192, getuid = 199, gettid = 224,
                      sched_setaffinity = 241, sched_getaffinity = 242, exit_group = 252, timer_create = 259,
                      timer_getoverrun = 262, timer_delete = 263, tgkill = 270, openat = 295, eventfd2 = 328,
                      prlimit64 = 340, clock_gettime = 403, clock_getres = 406, clock_nanosleep = 407,
                      timer_gettime = 408, timer_settime = 409, ppoll = 414, rt_sigtimedwait = 421, futex = 422;
}  // namespace nr

// Where calls enter the kernel: __kernel_vsyscall, which the kernel points out in AT_SYSINFO, many times as fast as
// `int $0x80`, which it is before set_up_calls. It returns on the stack it was called on: a clone that gets a stack of
// its own has to use `int $0x80` itself. Source: vdso(7), getauxval(3).
extern "C" void (*timerlaw_agent_enter)();

inline void set_up_calls(const unsigned long* auxv) {
  constexpr unsigned long kAtSysinfo = 32;
  for (; auxv[0] != 0; auxv += 2) {
    if (auxv[0] == kAtSysinfo && auxv[1] != 0) {
      timerlaw_agent_enter = reinterpret_cast<void (*)()>(auxv[1]);
    }
  }
}

inline long syscall6(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  // %ebp carries the sixth argument; the compiler may use it, so it is saved around the call.
  asm volatile(
      "push %[f]\n"
      "push %%ebp\n"
      "mov 4(%%esp), %%ebp\n"
      "call *timerlaw_agent_enter\n"
      "pop %%ebp\n"
      "add $4, %%esp\n"
      : "=a"(result)
      : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), [f] "g"(f)
      : "memory");
  return result;
}

// clone(2) of a thread with a stack of its own, on which it calls `run`, which never returns. What the registers for
// TLS and a child's tid hold is for the thread: the flags must not ask for them.
inline long clone_thread(unsigned long flags, char* stack, std::int32_t* tid, void (*run)(long), long argument) {
  long result;
  asm volatile(
      "int $0x80\n"
      "test %%eax, %%eax\n"
      "jnz 1f\n"
      "sub $12, %%esp\n"
      "push %%edi\n"
      "call *%%esi\n"
      "hlt\n"
      "1:\n"
      : "=a"(result)
      : "a"(nr::clone), "b"(flags), "c"(stack), "d"(tid), "S"(run), "D"(argument)
      : "memory");
  return result;
}

}  // namespace timerlaw::agent

// The kernel enters with argc, argv, envp and auxv on the stack; a handler returns through the restorer.
#define TIMERLAW_ENTRY                                     \
  asm(".globl _start\n"                                    \
      "_start:\n"                                          \
      "  xor %ebp, %ebp\n"                                 \
      "  mov %esp, %eax\n"                                 \
      "  and $-16, %esp\n"                                 \
      "  sub $12, %esp\n"                                  \
      "  push %eax\n"                                      \
      "  call timerlaw_agent_main\n"                       \
      "  hlt\n"                                            \
      "timerlaw_agent_int80:\n"                            \
      "  int $0x80\n"                                      \
      "  ret\n"                                            \
      ".pushsection .data\n"                               \
      ".balign 4\n"                                        \
      ".globl timerlaw_agent_enter\n"                      \
      "timerlaw_agent_enter: .long timerlaw_agent_int80\n" \
      ".popsection\n"                                      \
      ".globl timerlaw_agent_restorer\n"                   \
      "timerlaw_agent_restorer:\n"                         \
      "  mov $173, %eax\n"                                 \
      "  int $0x80\n");
