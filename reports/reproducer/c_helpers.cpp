// SPDX-License-Identifier: Apache-2.0
#include "reports/reproducer/c_helpers.h"

#include <array>

namespace timerlaw::reports {
namespace {

constexpr std::array kHelpers{
    CHelper{"bit", "", "#define BIT(signo) (1ULL << ((signo) - 1))\n"},
    CHelper{"max", "", "#define MAX(a, b) ((a) > (b) ? (a) : (b))\n"},
    CHelper{"min", "", "#define MIN(a, b) ((a) < (b) ? (a) : (b))\n"},
    CHelper{"timespec", "", "#define TIMESPEC(ns) {(ns) / 1000000000, (ns) % 1000000000}\n"},
    CHelper{"timeval", "", "#define TIMEVAL(ns) {(ns) / 1000000000, (ns) % 1000000000 / 1000}\n"},
    CHelper{"time64", "",
            "struct timespec64 { long long tv_sec, tv_nsec; };\n"
            "struct itimerspec64 { struct timespec64 it_interval, it_value; };\n"},
    CHelper{"thread_id", "", "#ifndef sigev_notify_thread_id\n#define sigev_notify_thread_id _sigev_un._tid\n#endif\n"},
    CHelper{"now", "",
            "static long long now(clockid_t clock)\n{\n\tstruct timespec t;\n\n\tNEED(clock_gettime(clock, &t) == 0);\n"
            "\treturn t.tv_sec * 1000000000LL + t.tv_nsec;\n}\n"},
    CHelper{"tick", "",
            "/* As long as CPU time's own steps, where a sandbox has no coarse clock. */\n"
            "static long long tick(void)\n{\n\tstruct timespec t;\n\tlong long from, to;\n\n"
            "\tNEED(clock_getres(CLOCK_MONOTONIC_COARSE, &t) == 0);\n\tto = now(CLOCK_PROCESS_CPUTIME_ID);\n"
            "\tfor (int i = 0; i < 2 && t.tv_nsec < 50000; i++)\n"
            "\t\tfor (from = to; (to = now(CLOCK_PROCESS_CPUTIME_ID)) == from;)\n\t\t\t;\n"
            "\treturn t.tv_nsec < 50000 ? to - from : t.tv_nsec;\n}\n"},
    CHelper{
        "spin", "",
        "static int spin(clockid_t clock, long long until)\n{\n\twhile (now(clock) < until)\n\t\t;\n\treturn 0;\n}\n"},
    CHelper{"burn", "",
            "static int burn(long long ns, unsigned long long until_pending)\n{\n"
            "\tlong long end = now(CLOCK_THREAD_CPUTIME_ID) + ns;\n\tunsigned long long pending = 0;\n\n"
            "\twhile (now(CLOCK_THREAD_CPUTIME_ID) < end && !(pending & until_pending)) {\n"
            "\t\tfor (volatile int i = 0; i < 8000; i++)\n\t\t\t;\n"
            "\t\tsyscall(SYS_rt_sigpending, &pending, 8);\n\t}\n\treturn 0;\n}\n"},
    CHelper{"handler", "",
            "static volatile unsigned long long handled;\n\n"
            "static void on_signal(int signo)\n{\n\thandled |= 1ULL << (signo - 1);\n}\n\n"
            "static inline int handle(int signo, int flags)\n{\n"
            "\tstruct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};\n\n"
            "\tsigfillset(&action.sa_mask);\n\treturn sigaction(signo, &action, NULL);\n}\n"},
    CHelper{"window", "",
            "static int window(unsigned long long open, struct timespec length)\n{\n\tunsigned long long saved;\n\tint "
            "ret = 0;\n\n"
            "\tsyscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &open, &saved, 8);\n"
            "\tif (length.tv_sec || length.tv_nsec)\n\t\tret = syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, "
            "&length, NULL);\n"
            "\tsyscall(SYS_rt_sigprocmask, SIG_SETMASK, &saved, NULL, 8);\n\treturn ret;\n}\n"},
    CHelper{"read", "sys/timerfd.h",
            "static long read_timerfd(struct timespec after)\n{\n\tlong long expirations;\n"
            "\tint fd = timerfd_create(CLOCK_MONOTONIC, 0);\n\n"
            "\tNEED(fd >= 0 && timerfd_settime(fd, 0, &(struct itimerspec){.it_value = after}, NULL) == 0);\n"
            "\treturn read(fd, &expirations, sizeof(expirations));\n}\n"},
    CHelper{"limit", "sys/resource.h",
            "static int limit(int resource, rlim_t soft)\n{\n\tstruct rlimit limit;\n\n"
            "\tNEED(getrlimit(resource, &limit) == 0);\n\tlimit.rlim_cur = soft;\n\treturn setrlimit(resource, "
            "&limit);\n}\n"},
    CHelper{"step_clock", "",
            "static int step_clock(clockid_t clock, long long by)\n{\n\tlong long to = now(clock) + by;\n\n"
            "\treturn clock_settime(clock, &(struct timespec){to / 1000000000, to % 1000000000});\n}\n"},
    CHelper{"edge", "sys/mman.h",
            "/* The object crosses into a page that is not mapped. */\n"
            "#define EDGE(...) edge(&(__VA_ARGS__), sizeof(__VA_ARGS__))\n"
            "static void *edge(const void *object, size_t size)\n{\n"
            "\tchar *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);\n\n"
            "\tNEED(page != MAP_FAILED && munmap(page + 4096, 4096) == 0);\n"
            "\treturn memcpy(page + 4096 - size / 2, object, size / 2);\n}\n"},
    CHelper{"readonly", "sys/mman.h",
            "static void *readonly(void)\n{\n\tvoid *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, "
            "-1, 0);\n\n"
            "\tNEED(page != MAP_FAILED);\n\treturn page;\n}\n"},
    CHelper{"turns", "pthread.h",
            "/* Threads take turns: steps never overlap. */\nsem_t go[8];\npthread_t thread[8];\n"
            "pid_t tid[8];\n\n"
            "static inline void wait_turn(int me)\n{\n\twhile (sem_wait(&go[me]) != 0)\n\t\t;\n}\n\n"
            "static inline void hand_over(int me, int next)\n{\n\tsem_post(&go[next]);\n\twait_turn(me);\n}\n"},
};

}  // namespace

std::span<const CHelper> c_helpers() {
  return kHelpers;
}

}  // namespace timerlaw::reports
