// SPDX-License-Identifier: MIT OR GPL-2.0-only
// CPU-13: The signal of a periodic CPU-time timer whose thread or process is gone when it is
// delivered reports -1 overruns, and timer_getoverrun then fails with EPERM.
// Seen on 6.18.44-fc-v595 (x86_64): si_overrun -1; allowed are only: 0 and more.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
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

/* Threads take turns: steps never overlap. */
sem_t go[8];
pthread_t thread[8];
pid_t tid[8];

static inline void wait_turn(int me)
{
	while (sem_wait(&go[me]) != 0)
		;
}

static inline void hand_over(int me, int next)
{
	sem_post(&go[next]);
	wait_turn(me);
}

static int lawful, t0;
static long long seen;
static siginfo_t info;
static unsigned long long set;

static void *party1(void *unused)
{
	(void)unused;
	tid[1] = syscall(SYS_gettid);
	hand_over(1, 0);
	/* burn    30ms */
	NEED(burn(30000000LL, 0ULL) == 0);
	/* exit */
	sem_post(&go[0]);
	return NULL;
}

int main(void)
{
	for (int i = 0; i < 8; i++)
		sem_init(&go[i], 0, 0);
	tid[0] = syscall(SYS_gettid);
	NEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);
	/* thread 1 */
	NEED(pthread_create(&thread[1], NULL, party1, NULL) == 0);
	wait_turn(0);
	/* create  t0 clock=party:1:thread_sched notify=signal signo=USR1 */
	NEED(syscall(SYS_timer_create, ~tid[1] << 3 | 6,
	     &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1}, &t0) == 0);
	/* settime t0 rel value=1ms interval=1s */
	NEED(syscall(SYS_timer_settime, t0, 0,
	     &(struct itimerspec){.it_value = {0, 1000000}, .it_interval = {1, 0}}, NULL) == 0);
	hand_over(0, 1);
	pthread_join(thread[1], NULL);
	while (syscall(SYS_tgkill, getpid(), tid[1], 0) == 0)
		;
	/* take    USR1 timeout=0 */
	set = BIT(SIGUSR1);
	NEED(syscall(SYS_rt_sigtimedwait, &set, &info, &(struct timespec){0, 0}, 8) == SIGUSR1);
	NEED(info.si_timerid == t0);
	seen = info.si_overrun;
	lawful = 0 <= seen && seen <= 2147483647;
	printf("%s: si_overrun %lld\n", lawful ? "lawful" : "CPU-13 diverged", seen);
	exit(lawful ? 0 : 1);
}
