// SPDX-License-Identifier: MIT OR GPL-2.0-only
// OVR-10: The pending signal of a periodic timer whose clock was set back to before its deadline
// reports -1 overruns.
// Seen on 7.2.7 (x86_64): si_overrun -1; allowed are only: 0 and more.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)
#define BIT(signo) (1ULL << ((signo) - 1))
#define TIMESPEC(ns) {(ns) / 1000000000, (ns) % 1000000000}

static long long now(clockid_t clock)
{
	struct timespec t;

	NEED(clock_gettime(clock, &t) == 0);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int step_clock(clockid_t clock, long long by)
{
	long long to = now(clock) + by;

	return clock_settime(clock, &(struct timespec){to / 1000000000, to % 1000000000});
}

static struct itimerspec shown = {.it_value = {-1, -1}};
static int lawful, t0;
static long long before1, seen;
static siginfo_t info;
static unsigned long long pending, set;

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "--set-clock") != 0) {
		printf("it sets the clock and back: run it with --set-clock where nobody minds\n");
		return 4;
	}
	NEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);
	/* create  t0 clock=realtime notify=signal signo=USR1 */
	NEED(syscall(SYS_timer_create, CLOCK_REALTIME,
	     &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1}, &t0) == 0);
	/* settime t0 abs value=now-10ms interval=5s */
	before1 = now(CLOCK_REALTIME);
	NEED(syscall(SYS_timer_settime, t0, TIMER_ABSTIME,
	     &(struct itimerspec){.it_value = TIMESPEC(before1 + -10000000LL), .it_interval = {5, 0}}, NULL) == 0);
	/* pending */
	NEED(syscall(SYS_rt_sigpending, &pending, 8) == 0 && pending == 512ULL);
	/* setclock realtime by=-10s */
	NEED(step_clock(CLOCK_REALTIME, -10000000000LL) == 0);
	/* gettime t0 */
	NEED(syscall(SYS_timer_gettime, t0, &shown) == 0);
	/* take    USR1 timeout=0 */
	set = BIT(SIGUSR1);
	NEED(syscall(SYS_rt_sigtimedwait, &set, &info, &(struct timespec){0, 0}, 8) == SIGUSR1);
	NEED(info.si_timerid == t0);
	seen = info.si_overrun;
	lawful = 0 <= seen && seen <= 2147483647;
	printf("%s: si_overrun %lld\n", lawful ? "lawful" : "OVR-10 diverged", seen);
	step_clock(CLOCK_REALTIME, -(-10000000000LL));
	exit(lawful ? 0 : 1);
}
