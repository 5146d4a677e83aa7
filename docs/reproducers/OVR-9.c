// SPDX-License-Identifier: MIT OR GPL-2.0-only
// OVR-9: Periods that timer_gettime, or an old value, has counted while a signal was pending are
// added to the count of the next setting's first delivery.
// Seen on 6.1.176 (x86_64): si_overrun 6; allowed are only: 1 to 1.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)
#define BIT(signo) (1ULL << ((signo) - 1))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

static long long now(clockid_t clock)
{
	struct timespec t;

	NEED(clock_gettime(clock, &t) == 0);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct itimerspec shown = {.it_value = {-1, -1}};
static int lawful, t0;
static long long after4, after6, before4, before6, due_hi, due_lo, seen;
static siginfo_t info;
static unsigned long long set;

int main(void)
{
	NEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);
	/* create  t0 clock=monotonic notify=signal signo=USR1 */
	NEED(syscall(SYS_timer_create, CLOCK_MONOTONIC,
	     &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1}, &t0) == 0);
	/* settime t0 rel value=10ms interval=10ms */
	NEED(syscall(SYS_timer_settime, t0, 0,
	     &(struct itimerspec){.it_value = {0, 10000000}, .it_interval = {0, 10000000}}, NULL) == 0);
	/* sleep   55ms */
	NEED(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0,
	     &(struct timespec){0, 55000000}, NULL) == 0);
	/* gettime t0 */
	NEED(syscall(SYS_timer_gettime, t0, &shown) == 0);
	/* settime t0 rel value=10ms interval=100s */
	before4 = now(CLOCK_MONOTONIC);
	NEED(syscall(SYS_timer_settime, t0, 0,
	     &(struct itimerspec){.it_value = {0, 10000000}, .it_interval = {100, 0}}, NULL) == 0);
	after4 = now(CLOCK_MONOTONIC);
	/* sleep   30ms */
	NEED(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0,
	     &(struct timespec){0, 30000000}, NULL) == 0);
	/* take    USR1 timeout=0 */
	before6 = now(CLOCK_MONOTONIC);
	set = BIT(SIGUSR1);
	NEED(syscall(SYS_rt_sigtimedwait, &set, &info, &(struct timespec){0, 0}, 8) == SIGUSR1);
	after6 = now(CLOCK_MONOTONIC);
	due_lo = before4 + 10000000;
	due_hi = after4 + 10000000;
	NEED(info.si_timerid == t0);
	seen = info.si_overrun;
	lawful = MAX(before6 - due_hi, 0) / 100000000000LL <= seen
	     && seen <= (after6 - due_lo) / 100000000000LL + 1;
	printf("%s: si_overrun %lld\n", lawful ? "lawful" : "OVR-9 diverged", seen);
	exit(lawful ? 0 : 1);
}
