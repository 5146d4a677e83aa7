// SPDX-License-Identifier: MIT OR GPL-2.0-only
// CLK-7 on two CPUs: a timer that setting REALTIME makes due, armed on one CPU while the clock is set on the same or on
// the other one. On its own CPU it waits for the next tick, from the other CPU it is told at once.
// It sets the clock, and back: for a virtual machine. Prints how late the timers were; it judges nothing.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 15 };

static long long now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct timespec timespec(long long ns)
{
	return (struct timespec){ns / 1000000000, ns % 1000000000};
}

static void step_clock(long long by)
{
	struct timespec to = timespec(now(CLOCK_REALTIME) + by);

	if (clock_settime(CLOCK_REALTIME, &to) != 0)
		exit(4);
}

static void run_on(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one) != 0)
		exit(4);
}

/* Nanoseconds from the setting of the clock to the signal. */
static long long lateness(int armed_on, int set_on, const sigset_t *signals)
{
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
	struct itimerspec value = {.it_value = timespec(now(CLOCK_REALTIME) + 3000000000LL)};
	sigset_t pending;
	timer_t timer;
	long long set;

	run_on(armed_on);
	timer_create(CLOCK_REALTIME, &event, &timer);
	timer_settime(timer, TIMER_ABSTIME, &value, NULL);
	run_on(set_on);
	step_clock(5000000000LL);
	set = now(CLOCK_MONOTONIC);
	do
		sigpending(&pending);
	while (!sigismember(&pending, SIGUSR1));
	set = now(CLOCK_MONOTONIC) - set;
	sigwaitinfo(signals, NULL);
	step_clock(-5000000000LL);
	timer_delete(timer);
	return set;
}

static int by_length(const void *a, const void *b)
{
	const long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	long long late[RUNS];
	sigset_t signals;

	(void)argv;
	if (argc != 2) {
		printf("it sets the clock and back: run it with --set-clock where nobody minds\n");
		return 4;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	for (int armed_on = 0; armed_on < 2; armed_on++)
		for (int set_on = 0; set_on < 2; set_on++) {
			for (int i = 0; i < RUNS; i++) {
				usleep(1000 * i);
				late[i] = lateness(armed_on, set_on, &signals);
			}
			qsort(late, RUNS, sizeof(late[0]), by_length);
			printf("armed on CPU %d, set on %d: us late: least %lld median %lld most %lld\n", armed_on,
			       set_on, late[0] / 1000, late[RUNS / 2] / 1000, late[RUNS - 1] / 1000);
		}
	return 0;
}
