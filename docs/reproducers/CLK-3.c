// SPDX-License-Identifier: MIT OR GPL-2.0-only
// CLK-3: timer_gettime does not forward a pending or SIGEV_NONE periodic timer of an alarm clock:
// it shows 1 ns, or 0.
// Seen on 5.10.0-32-cloud-amd64 (x86_64): it_value 0; allowed are only: the time from 3137471875
// to 3138881909 to a later point of the grid 3131451138 to 3132381506 + k * 3000000000.
// Exits 1 where it is so, 0 where it is not, 4 where it cannot be tested.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NEED(ok) do { if (!(ok)) { printf("line %d: cannot be tested here: %m\n", __LINE__); exit(4); } } while (0)

static long long now(clockid_t clock)
{
	struct timespec t;

	NEED(clock_gettime(clock, &t) == 0);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct itimerspec shown = {.it_value = {-1, -1}};
static int lawful, t0;
static long long after1, after3, before1, before3, due_hi, due_lo, periods, seen;

int main(void)
{
	/* create  t0 clock=boottime_alarm notify=none */
	NEED(syscall(SYS_timer_create, CLOCK_BOOTTIME_ALARM,
	     &(struct sigevent){.sigev_notify = SIGEV_NONE}, &t0) == 0);
	/* settime t0 rel value=1ms interval=3s */
	before1 = now(CLOCK_BOOTTIME);
	NEED(syscall(SYS_timer_settime, t0, 0,
	     &(struct itimerspec){.it_value = {0, 1000000}, .it_interval = {3, 0}}, NULL) == 0);
	after1 = now(CLOCK_BOOTTIME);
	/* sleep   5ms */
	NEED(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0,
	     &(struct timespec){0, 5000000}, NULL) == 0);
	/* gettime t0 */
	before3 = now(CLOCK_BOOTTIME);
	NEED(syscall(SYS_timer_gettime, t0, &shown) == 0);
	after3 = now(CLOCK_BOOTTIME);
	due_lo = before1 + 1000000;
	due_hi = after1 + 1000000;
	seen = shown.it_value.tv_sec * 1000000000LL + shown.it_value.tv_nsec;
	periods = (after3 + seen - due_lo) / 3000000000LL;
	lawful = seen >= 1 && after3 + seen >= due_lo && periods >= 0
	     && due_hi + periods * 3000000000LL >= before3 + seen && (periods == 0 || seen <= 3000000000LL);
	printf("%s: it_value %lld\n", lawful ? "lawful" : "CLK-3 diverged", seen);
	exit(lawful ? 0 : 1);
}
