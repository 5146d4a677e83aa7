// SPDX-License-Identifier: MIT OR GPL-2.0-only
// CPU-14: A CPU-time timer fires though another timer of its clock has a deadline beyond 2^63 - 1
// ns. It does not: the queue of a clock's timers compares deadlines as signed numbers, so that one
// stands before all others, and is not due.
// Seen on 6.18.44-fc-v595 (x86_64): EAGAIN; allowed are only: signal 12 of timer id 1.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)
#define BIT(signo) (1ULL << ((signo) - 1))

static long long now(clockid_t clock)
{
	struct timespec t;

	NEED(clock_gettime(clock, &t) == 0);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int burn(long long ns, unsigned long long until_pending)
{
	long long end = now(CLOCK_THREAD_CPUTIME_ID) + ns;
	unsigned long long pending = 0;

	while (now(CLOCK_THREAD_CPUTIME_ID) < end && !(pending & until_pending)) {
		for (volatile int i = 0; i < 8000; i++)
			;
		syscall(SYS_rt_sigpending, &pending, 8);
	}
	return 0;
}

static int lawful, t0, t1;
static long ret;
static long long after4, after7, before4, before7, due_hi, due_lo, seen;
static siginfo_t info;
static unsigned long long set;
static cpu_set_t one;

int main(void)
{
	CPU_SET(sched_getcpu(), &one);
	NEED(sched_setaffinity(0, sizeof(one), &one) == 0);
	NEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);
	/* burn    12ms */
	NEED(burn(12000000LL, 0ULL) == 0);
	/* create  t0 clock=process_prof notify=signal signo=USR1 */
	NEED(syscall(SYS_timer_create, (clockid_t)-8,
	     &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1}, &t0) == 0);
	/* settime t0 rel value=9223372037s interval=0 */
	NEED(syscall(SYS_timer_settime, t0, 0,
	     &(struct itimerspec){.it_value = {9223372037LL, 0}}, NULL) == 0);
	/* create  t1 clock=process_prof notify=signal signo=USR2 */
	NEED(syscall(SYS_timer_create, (clockid_t)-8,
	     &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2}, &t1) == 0);
	/* settime t1 rel value=8ms interval=0 */
	before4 = now((clockid_t)-8);
	NEED(syscall(SYS_timer_settime, t1, 0,
	     &(struct itimerspec){.it_value = {0, 8000000}}, NULL) == 0);
	after4 = now((clockid_t)-8);
	/* burn    8s */
	NEED(burn(8000000000LL, 0ULL) == 0);
	/* burn    8s */
	NEED(burn(8000000000LL, 0ULL) == 0);
	/* take    USR2 timeout=0 */
	before7 = now((clockid_t)-8);
	set = BIT(SIGUSR2);
	ret = syscall(SYS_rt_sigtimedwait, &set, &info, &(struct timespec){0, 0}, 8);
	after7 = now((clockid_t)-8);
	due_lo = before4 + 8000000;
	due_hi = after4 + 8000000;
	NEED(before7 >= due_hi);
	seen = ret == SIGUSR2;
	lawful = seen != 0;
	printf("%s: signal 12 is there: %lld\n", lawful ? "lawful" : "CPU-14 diverged", seen);
	exit(lawful ? 0 : 1);
}
