// SPDX-License-Identifier: MIT OR GPL-2.0-only
// PT-ARM-6: A SIGEV_NONE timer that was never armed, or was disarmed, shows zero.
// Seen on 6.18.44-fc-v595 (x86_64): it_value 9999999099; allowed are only: 0 (not armed).
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)

static struct itimerspec shown = {.it_value = {-1, -1}};
static int lawful, t0;
static long long seen;

int main(void)
{
	/* create  t0 clock=monotonic notify=none */
	NEED(syscall(SYS_timer_create, CLOCK_MONOTONIC,
	     &(struct sigevent){.sigev_notify = SIGEV_NONE}, &t0) == 0);
	/* settime t0 rel value=10s interval=0 */
	NEED(syscall(SYS_timer_settime, t0, 0, &(struct itimerspec){.it_value = {10, 0}}, NULL) == 0);
	/* settime t0 rel value=0 interval=0 */
	NEED(syscall(SYS_timer_settime, t0, 0, &(struct itimerspec){.it_value = {0, 0}}, NULL) == 0);
	/* gettime t0 */
	NEED(syscall(SYS_timer_gettime, t0, &shown) == 0);
	seen = shown.it_value.tv_sec * 1000000000LL + shown.it_value.tv_nsec;
	lawful = seen == 0;
	printf("%s: it_value %lld\n", lawful ? "lawful" : "PT-ARM-6 diverged", seen);
	exit(lawful ? 0 : 1);
}
