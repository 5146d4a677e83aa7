// SPDX-License-Identifier: MIT OR GPL-2.0-only
// CPU-12: A periodic CPU-time timer that is forwarded moves to a point of its grid after now. Where the time is
// exactly on the grid, 2^j - 1 intervals after the point that the timer stood on, it stops at now: a SIGEV_NONE timer
// then shows 0, which is lawful for a timer that is not armed only.
// Exits 1 where it is so, 0 where 2000 readings did not show it, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { \
	printf("line %d: cannot be tested here: %s\n", __LINE__, strerror(errno)); exit(4); } } while (0)

/* The clock of ITIMER_PROF: it moves by whole ticks, and so comes to points of the grid exactly. */
static const clockid_t prof = -8;

static long long now(void)
{
	struct timespec t;

	NEED(clock_gettime(prof, &t) == 0);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void)
{
	struct itimerspec every = {.it_value = {0, 4000000}, .it_interval = {0, 4000000}}, shown;
	int timer;

	NEED(syscall(SYS_timer_create, prof, &(struct sigevent){.sigev_notify = SIGEV_NONE}, &timer) == 0);
	NEED(syscall(SYS_timer_settime, timer, TIMER_ABSTIME, &every, NULL) == 0);
	for (int i = 0; i < 2000; i++) {
		long long end = now() + 1;

		while (now() < end) /* until the next tick */
			;
		NEED(syscall(SYS_timer_gettime, timer, &shown) == 0);
		if (shown.it_value.tv_sec == 0 && shown.it_value.tv_nsec == 0) {
			printf("CPU-12 diverged: an armed timer shows 0 in reading %d\n", i);
			return 1;
		}
	}
	printf("lawful: it showed the time to the next point of the grid 2000 times\n");
	return 0;
}
