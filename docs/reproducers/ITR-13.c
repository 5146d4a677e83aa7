// SPDX-License-Identifier: MIT OR GPL-2.0-only
// ITR-13: A thread that leaves SIGALRM unblocked and ignored returns from its calls while a
// periodic ITIMER_REAL runs. It does not if the leader blocks SIGALRM and the interval is shorter
// than it takes to discard a signal: each that is discarded rearms the timer, and the next is
// there before the thread has left the kernel.
// Seen on 6.18.44-fc-v595 (x86_64): the step did not return; allowed are only: a result.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)
#define BIT(signo) (1ULL << ((signo) - 1))

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

static unsigned long long pending, set;

static void *party1(void *unused)
{
	(void)unused;
	tid[1] = syscall(SYS_gettid);
	hand_over(1, 0);
	/* unmask  ALRM */
	set = BIT(SIGALRM);
	NEED(syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8) == 0);
	hand_over(1, 0);
	/* pending */
	syscall(SYS_rt_sigpending, &pending, 8);
	exit(0);
}

static void run(void)
{
	for (int i = 0; i < 8; i++)
		sem_init(&go[i], 0, 0);
	tid[0] = syscall(SYS_gettid);
	NEED(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(unsigned long long){~BIT(SIGCONT)}, NULL, 8) == 0);
	/* ignore  ALRM */
	NEED(syscall(SYS_rt_sigaction, SIGALRM, (long[4]){(long)SIG_IGN}, NULL, 8) == 0);
	/* thread 1 */
	NEED(pthread_create(&thread[1], NULL, party1, NULL) == 0);
	wait_turn(0);
	hand_over(0, 1);
	/* setitimer real value=1us interval=1us */
	NEED(syscall(SYS_setitimer, 0,
	     &(struct itimerval){.it_value = {0, 1}, .it_interval = {0, 1}}, NULL) == 0);
	hand_over(0, 1);
}

int main(void)
{
	pid_t child = fork();
	int status;

	NEED(child >= 0);
	if (child == 0)
		run();
	for (int i = 0; i < 200; i++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
		usleep(100000);
	}
	printf("diverged: it has not returned for 20 s\n");
	kill(child, SIGKILL);
	return 1;
}
