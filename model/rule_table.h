// SPDX-License-Identifier: Apache-2.0
// The law, statement by statement. A table of cases; the code that executes a rule names it with ""_rule.
#pragma once

#include <cstddef>

#include "model/profile.h"
#include "model/rule.h"

namespace timerlaw {
namespace holds_in {

// In which profiles a rule holds: one question to the profile's switches each.
constexpr bool everywhere(const Profile&) {
  return true;
}
constexpr bool jiffy_timers(const Profile& p) {
  return p.time_base == TimeBase::jiffies;
}
constexpr bool nanosecond_timers(const Profile& p) {
  return p.time_base == TimeBase::nanoseconds;
}
constexpr bool validating(const Profile& p) {
  return p.validates_timeval;
}
constexpr bool old_value_first(const Profile& p) {
  return p.old_value_checked_first;
}
constexpr bool null_before_which(const Profile& p) {
  return p.getitimer_null_first;
}
constexpr bool which_before_null(const Profile& p) {
  return !p.getitimer_null_first;
}
constexpr bool rounds_up(const Profile& p) {
  return p.alarm_round == AlarmRound::up;
}
constexpr bool rounds_microseconds(const Profile& p) {
  return p.alarm_round == AlarmRound::microseconds;
}
constexpr bool rounds_nanoseconds(const Profile& p) {
  return p.alarm_round == AlarmRound::nanoseconds;
}
constexpr bool rearmed_at_dequeue(const Profile& p) {
  return p.real_rearm == RealRearm::dequeue;
}
constexpr bool nanosecond_cputime(const Profile& p) {
  return p.cputime_unit == CputimeUnit::nanoseconds;
}
constexpr bool jiffy_cputime(const Profile& p) {
  return p.cputime_unit == CputimeUnit::jiffies && nanosecond_timers(p);
}
constexpr bool equal_shows_zero(const Profile& p) {
  return nanosecond_cputime(p) && !p.itimer_equal_is_firing;
}
constexpr bool posix_timers(const Profile& p) {
  return p.posix_timers;
}
constexpr bool no_posix_timers(const Profile& p) {
  return !p.posix_timers;
}
constexpr bool sevp_first(const Profile& p) {
  return p.posix_timers && p.sevp_before_clock;
}
constexpr bool clock_first(const Profile& p) {
  return p.posix_timers && !p.sevp_before_clock;
}
constexpr bool notify_strict(const Profile& p) {
  return p.posix_timers && p.notify_strict;
}
constexpr bool notify_lax(const Profile& p) {
  return p.posix_timers && !p.notify_strict;
}
constexpr bool ids_counted(const Profile& p) {
  return p.id_allocation == IdAllocation::counter;
}
constexpr bool ids_lowest(const Profile& p) {
  return p.id_allocation == IdAllocation::lowest_free;
}
constexpr bool restoring(const Profile& p) {
  return p.restore_ids;
}
constexpr bool not_restoring(const Profile& p) {
  return !p.restore_ids;
}
constexpr bool overrun_clamped(const Profile& p) {
  return p.posix_timers && p.overrun_clamped;
}
constexpr bool overrun_wraps(const Profile& p) {
  return p.posix_timers && !p.overrun_clamped;
}
constexpr bool stale_dropped(const Profile& p) {
  return p.posix_timers && p.stale_signals_dropped;
}
constexpr bool stale_delivered(const Profile& p) {
  return p.posix_timers && !p.stale_signals_dropped;
}
constexpr bool ignored_parked(const Profile& p) {
  return p.posix_timers && p.ignored_periodic_parked;
}
constexpr bool ignored_self_rearming(const Profile& p) {
  return p.posix_timers && !p.ignored_periodic_parked;
}
constexpr bool refire_counted(const Profile& p) {
  return p.posix_timers && p.refire_bumps_overrun;
}
constexpr bool refire_uncounted(const Profile& p) {
  return p.posix_timers && !p.refire_bumps_overrun;
}
constexpr bool leaking(const Profile& p) {
  return p.leaks_sys_private;
}
constexpr bool armed_synchronously(const Profile& p) {
  return p.posix_timers && p.expired_at_arm_synchronous;
}
constexpr bool cpu_timers_stuck(const Profile& p) {
  return p.posix_timers && !p.cpu_timers_forwarded;
}
// One series of changes, of 6.12, forwarded CPU-time timers and cleared the count when a timer is set.
constexpr bool counts_kept(const Profile& p) {
  return p.posix_timers && !p.cpu_timers_forwarded;
}
constexpr bool old_cpu_values_forwarded(const Profile& p) {
  return p.posix_timers && (!p.cpu_timers_forwarded || p.stale_signals_dropped);
}
constexpr bool timens_bars_threads(const Profile& p) {
  return p.timens_bars_threads;
}
constexpr bool time_namespaces(const Profile& p) {
  return p.time_namespaces;
}
constexpr bool alarm_clock_stuck(const Profile& p) {
  return p.posix_timers && !p.alarm_clock_forwards;
}

}  // namespace holds_in

namespace rule_table {

using namespace holds_in;

inline constexpr Rule kRules[] = {
    // conversions
    {"CONV-1", "conversions", RuleClass::law,
     "A timespec or timeval becomes sec*10^9 + nanoseconds, or KTIME_MAX (2^63-1) once sec reaches 9223372036.",
     "ktime.h ktime_set; time64.h timespec64_to_ns", nanosecond_timers, "001 002 003 004"},
    {"CONV-2", "conversions", RuleClass::law,
     "A relative deadline is now + value, or KTIME_MAX when the sum would exceed it.", "hrtimer.c ktime_add_safe",
     nanosecond_timers, "001 002 003 004"},
    {"CONV-3", "conversions", RuleClass::quirk,
     "A relative timer whose deadline is saturated reports KTIME_MAX - now: less than was asked for, by the time since "
     "boot; its interval is reported as 9223372036.854775807 s.",
     "hrtimer.c ktime_add_safe; posix-timers.c common_timer_get", nanosecond_timers, "003 004"},
    {"CONV-4", "conversions", RuleClass::law,
     "Nanoseconds become a timeval by truncation to whole microseconds: nothing rounds up.", "itimer.c put_itimerval",
     nanosecond_timers, "005 006"},
    {"CONV-5", "conversions", RuleClass::law, "A timeval counts 1000 ns for each microsecond.",
     "itimer.c get_itimerval", nanosecond_timers, "005 006"},
    {"CONV-6", "conversions", RuleClass::law,
     "A timespec is valid when sec >= 0 and 0 <= nsec < 10^9, a timeval when sec >= 0 and 0 <= usec < 10^6, both the "
     "value "
     "and the interval, whichever is zero; seconds have no upper limit. Otherwise EINVAL.",
     "time64.h timespec64_valid; itimer.c get_itimerval; POSIX timer_settime() ERRORS, setitimer() ERRORS", validating,
     "007 008 009"},
    {"CONV-7", "conversions", RuleClass::law,
     "A periodic timer is forwarded along its grid to the first point after now; a forwarding exactly on a grid point "
     "counts that point.",
     "hrtimer.c hrtimer_forward", nanosecond_timers, "010 011 012"},
    {"CONV-8", "conversions", RuleClass::law,
     "Interval timers and POSIX timers have no timer slack: what a thread sets for its sleeps does not delay them.",
     "hrtimer.c hrtimer_start_range_ns; prctl(2) PR_SET_TIMERSLACK", nanosecond_timers, "",
     "slack only makes a timer later, and lateness is reported, not judged"},

    // arguments
    {"ARG-GI-1", "arguments", RuleClass::law,
     "getitimer: an unknown `which` is EINVAL; then a pointer that cannot be written, NULL included, is EFAULT.",
     "itimer.c getitimer; getitimer(2) ERRORS", which_before_null, "013 014"},
    {"ARG-GI-2", "arguments", RuleClass::law, "getitimer: a NULL pointer is EFAULT even before `which` is looked at.",
     "itimer.c getitimer", null_before_which},
    {"ARG-SI-1", "arguments", RuleClass::law,
     "setitimer: new_value that cannot be read is EFAULT; then an invalid timeval is EINVAL; then an unknown `which` "
     "is "
     "EINVAL; then the timer is set; last, old_value that cannot be written is EFAULT.",
     "itimer.c setitimer, do_setitimer; setitimer(2) ERRORS", nanosecond_timers, "015 016"},
    {"ARG-SI-2", "arguments", RuleClass::quirk,
     "setitimer with new_value NULL disarms the timer and reports the old value.", "itimer.c setitimer", everywhere,
     "015 016"},
    {"ARG-SI-3", "arguments", RuleClass::quirk,
     "setitimer: new_value that cannot be read is EFAULT; then old_value that cannot be written is EFAULT before "
     "anything is set; then an unknown `which` is EINVAL. Nothing is validated.",
     "kernel/itimer.c sys_setitimer (2.0)", old_value_first},
    {"ARG-SI-4", "arguments", RuleClass::law,
     "The interval timer calls fail with EFAULT or EINVAL only, whoever makes them.", "itimer.c setitimer, getitimer",
     everywhere, "", "judged as ARG-GI-1 and ARG-SI-1: results are compared exactly"},
    {"ARG-AL-1", "arguments", RuleClass::law, "alarm never fails; any unsigned int is a number of seconds.",
     "itimer.c alarm; alarm(2); POSIX alarm() ERRORS", everywhere, "017 018"},
    {"ARG-TC-1", "arguments", RuleClass::law,
     "timer_create checks in this order: sevp (EFAULT), the clock (EINVAL, EOPNOTSUPP), resources (EAGAIN); then it "
     "takes an "
     "id; then the sigevent (EINVAL), and writing the id (EFAULT).",
     "posix-timers.c timer_create, do_timer_create; POSIX timer_create() ERRORS", sevp_first, "019 020 021"},
    {"ARG-TC-2", "arguments", RuleClass::law,
     "timer_create reads sevp only after it took an id, so a bad clock wins over a bad sevp.",
     "posix-timers.c timer_create", clock_first},
    {"ARG-TC-3", "arguments", RuleClass::law,
     "Timers exist on REALTIME, MONOTONIC, BOOTTIME and TAI; MONOTONIC_RAW, REALTIME_COARSE and MONOTONIC_COARSE give "
     "EOPNOTSUPP; 10, 12 to 15 and 24 upward give EINVAL.",
     "posix-timers.c clockid_to_kclock; timer_create(2) ERRORS", posix_timers, "022 023"},
    {"ARG-TC-4", "arguments", RuleClass::law,
     "A CPU-time clock of a thread must name a thread of the caller's process; one of a process any process that "
     "exists, by its leader: else EINVAL, after the id was taken.",
     "posix-cpu-timers.c pid_for_clock; clock_getcpuclockid(3)", posix_timers, "024 025 254 255"},
    {"ARG-TC-9", "arguments", RuleClass::law,
     "REALTIME_ALARM and BOOTTIME_ALARM need a real-time clock (else EOPNOTSUPP) and CAP_WAKE_ALARM (else EPERM), "
     "found out after the id was taken and written.",
     "alarmtimer.c alarm_timer_create; timer_create(2) ERRORS", posix_timers, "026 027"},
    {"ARG-TC-5", "arguments", RuleClass::law,
     "sigev_notify may be SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD (a signal to the process, for the kernel) or "
     "SIGEV_THREAD_ID; all but SIGEV_NONE need a signal number from 1 to 64. Otherwise EINVAL.",
     "posix-timers.c good_sigevent; timer_create(2) ERRORS", notify_strict, "028 029"},
    {"ARG-TC-10", "arguments", RuleClass::quirk,
     "Any sigev_notify without the bit of SIGEV_THREAD_ID is accepted, and but for SIGEV_NONE means SIGEV_SIGNAL.",
     "posix-timers.c good_sigevent", notify_lax},
    {"ARG-TC-6", "arguments", RuleClass::law, "The target of SIGEV_THREAD_ID must be a thread of the caller's process.",
     "posix-timers.c good_sigevent; timer_create(2)", posix_timers, "030 031"},
    {"ARG-TC-7", "arguments", RuleClass::law,
     "A NULL sevp means SIGEV_SIGNAL with SIGALRM and the timer's id as the value.",
     "posix-timers.c do_timer_create; POSIX timer_create() DESCRIPTION", posix_timers, "032 033"},
    {"ARG-TC-8", "arguments", RuleClass::law,
     "timer_create gives EAGAIN when the user's queued signals and timers reach RLIMIT_SIGPENDING, for root too. The "
     "count is "
     "shared with the user's other processes, so both outcomes stay possible.",
     "signal.c posixtimer_init_sigqueue; timer_create(2) ERRORS; getrlimit(2)", posix_timers, "034 035"},
    {"ARG-TS-1", "arguments", RuleClass::law,
     "timer_settime: new_value NULL is EINVAL; one that cannot be read is EFAULT; an invalid timespec is EINVAL; an "
     "unknown "
     "timer is EINVAL; then the timer is set; last, old_value that cannot be written is EFAULT.",
     "posix-timers.c timer_settime, do_timer_settime; timer_settime(2) ERRORS", posix_timers, "036 037"},
    {"ARG-TS-2", "arguments", RuleClass::quirk,
     "Of timer_settime's flags only TIMER_ABSTIME counts; others are ignored.", "posix-timers.c common_timer_set",
     posix_timers, "036 037"},
    {"ARG-TS-3", "arguments", RuleClass::law,
     "it_value {0,0} disarms a POSIX timer whatever the flags; ABSTIME {0,1} is due.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", posix_timers, "036 037 095 096 097"},
    {"ARG-TS-4", "arguments", RuleClass::law,
     "timer_settime of a timer whose CPU-time clock's thread or process is gone is ESRCH; timer_gettime shows zeros.",
     "posix-cpu-timers.c posix_cpu_timer_set, posix_cpu_timer_get", posix_timers, "038 039 040 238 239 240 241"},
    {"ARG-TG-1", "arguments", RuleClass::law,
     "timer_gettime: an unknown timer is EINVAL, before a pointer that cannot be written is EFAULT.",
     "posix-timers.c timer_gettime, do_timer_gettime; timer_gettime(2) ERRORS", posix_timers, "041 042"},
    {"ARG-ID-1", "arguments", RuleClass::law,
     "A timer id is the int that the argument is truncated to; negative ones, and those of other processes, are "
     "unknown: "
     "EINVAL.",
     "posix-timers.c lock_timer; timer_getoverrun(2) ERRORS", posix_timers, "043 044"},
    {"ARG-TD-1", "arguments", RuleClass::law, "timer_delete of an unknown or already deleted timer is EINVAL.",
     "posix-timers.c timer_delete; timer_delete(2) ERRORS", posix_timers, "041 042"},
    {"ARG-PR-1", "arguments", RuleClass::law,
     "prctl(PR_TIMER_CREATE_RESTORE_IDS): 0 off, 1 on, 2 returns which; other arguments are EINVAL.",
     "posix-timers.c posixtimer_create_prctl; PR_TIMER_CREATE_RESTORE_IDS(2const)", restoring, "045 046"},
    {"ARG-PR-2", "arguments", RuleClass::law, "prctl(PR_TIMER_CREATE_RESTORE_IDS) is not known: EINVAL.", "sys.c prctl",
     not_restoring, "047 048"},
    {"ARG-NOSYS", "arguments", RuleClass::law, "There are no POSIX timers: every call is ENOSYS.",
     "linux-2.0 has no posix-timers.c", no_posix_timers},

    // side effects of failing calls
    {"SIDE-1", "side-effects", RuleClass::quirk,
     "setitimer and timer_settime that fail with EFAULT on the old pointer have set the timer.",
     "itimer.c setitimer; posix-timers.c timer_settime", nanosecond_timers, "015 016 036 037"},
    {"SIDE-2", "side-effects", RuleClass::quirk,
     "timer_create that fails after it took an id has used that id up; one that fails before has not.",
     "posix-timers.c do_timer_create", posix_timers, "019 020 021 024 025"},
    {"SIDE-3", "side-effects", RuleClass::quirk,
     "A timer_create that fails on its clock after it took an id has stored that id.", "posix-timers.c do_timer_create",
     posix_timers, "024 025 026 027"},
    {"SIDE-4", "side-effects", RuleClass::law,
     "A call that fails its argument checks changes nothing and writes nothing.",
     "itimer.c, posix-timers.c; POSIX XSH 2.3", everywhere, "007 008"},
    {"SIDE-5", "side-effects", RuleClass::quirk,
     "While ids are restored, an attempt that took its id sets the counter behind it even if it fails later.",
     "posix-timers.c posix_timer_add", restoring, "045 046"},
    {"SIDE-6", "side-effects", RuleClass::quirk,
     "timer_settime that fails with ESRCH has made a signal that is pending stale.", "posix-timers.c do_timer_settime",
     stale_dropped, "049 050"},

    // ids
    {"ID-1", "ids", RuleClass::law,
     "Timer ids come from a counter of the process that starts at 0 and counts up; ids in use are skipped, deleted "
     "ones are "
     "not given again until it wraps.",
     "posix-timers.c posix_timer_add", ids_counted, "019 020 021"},
    {"ID-2", "ids", RuleClass::law, "Timer ids are the lowest that no timer of the system uses.",
     "posix-timers.c do_timer_create (idr)", ids_lowest, "",
     "no kernel that does so can be had; the simulated kernel does it, a trace is not held to it"},
    {"ID-3", "ids", RuleClass::quirk, "After exec ids go on from where they were; a forked child starts at 0.",
     "exec.c begin_new_exec; fork.c copy_signal", ids_counted, "051 052 053 054 055"},
    {"ID-4", "ids", RuleClass::law,
     "While ids are restored timer_create takes the id that stands in *timerid: EINVAL below 0, EBUSY in use; the "
     "counter goes on behind it. A child does not inherit the mode, exec ends it.",
     "posix-timers.c posix_timer_add, timer_create; PR_TIMER_CREATE_RESTORE_IDS(2const)", restoring, "045 046 054 055"},
    {"ID-5", "ids", RuleClass::law, "Nothing but RLIMIT_SIGPENDING and memory limits how many timers there are.",
     "posix-timers.c do_timer_create", posix_timers, "", "judged as ARG-TC-8"},

    // ITIMER_REAL
    {"ITR-1", "itimer", RuleClass::law, "ITIMER_REAL runs on MONOTONIC: its deadline is now + it_value.",
     "itimer.c do_setitimer; setitimer(2)", nanosecond_timers, "005 006"},
    {"ITR-2", "itimer", RuleClass::law,
     "setitimer(ITIMER_REAL) with it_value zero disarms and forgets the interval that was passed.",
     "itimer.c do_setitimer", nanosecond_timers, "056 057"},
    {"ITR-3", "itimer", RuleClass::law,
     "getitimer shows deadline - now of an armed ITIMER_REAL, 1 us once that is not positive, 0 of one that is not "
     "armed; the "
     "interval is shown in any case.",
     "itimer.c itimer_get_remtime; getitimer(2)", nanosecond_timers, "005 006 058 059 060 076 077"},
    {"ITR-4", "itimer", RuleClass::quirk, "An armed ITIMER_REAL with less than 1 us to go shows zero.",
     "itimer.c put_itimerval", nanosecond_timers},
    {"ITR-5", "itimer", RuleClass::law,
     "When ITIMER_REAL expires it generates SIGALRM for the process and is not rearmed: until SIGALRM is taken it "
     "shows 0.",
     "itimer.c it_real_fn; setitimer(2)", rearmed_at_dequeue, "058 059 060"},
    {"ITR-6", "itimer", RuleClass::law,
     "A periodic ITIMER_REAL that has expired is rearmed on its grid whenever any SIGALRM is dequeued from the "
     "process's "
     "shared queue, whoever sent it.",
     "itimer.c posixtimer_rearm_itimer; signal.c dequeue_signal", rearmed_at_dequeue,
     "058 059 060 061 062 063 064 065 066 067 068 074 075 178 179 226 227 228"},
    {"ITR-7", "itimer", RuleClass::quirk,
     "A periodic ITIMER_REAL whose SIGALRM is ignored stops until a SIGALRM is dequeued or it is set again.",
     "itimer.c it_real_fn; signal.c prepare_signal", rearmed_at_dequeue, "066 067 068 069 070 071 072 073"},
    {"ITR-8", "itimer", RuleClass::law,
     "Ignoring SIGALRM discards ITIMER_REAL's pending one: a periodic timer then stops as in ITR-7.",
     "signal.c do_sigaction, flush_sigqueue_mask; POSIX XSH 2.4.3", rearmed_at_dequeue, "071 072 073"},
    {"ITR-9", "itimer", RuleClass::law,
     "An expiry that finds a SIGALRM pending in the shared queue adds none: the two merge.",
     "signal.c legacy_queue; signal(7)", everywhere, "074 075"},
    {"ITR-10", "itimer", RuleClass::law,
     "Setting ITIMER_REAL does not take back a SIGALRM that is pending, and dequeuing that does not touch the new "
     "setting.",
     "itimer.c do_setitimer", everywhere, "076 077"},
    {"ITR-11", "itimer", RuleClass::law, "alarm(n) is setitimer(ITIMER_REAL, {n s, 0}): one timer, interval cleared.",
     "itimer.c alarm_setitimer; alarm(2)", everywhere, "017 018 092 093 094 283 284"},
    {"ITR-12", "itimer", RuleClass::law, "ITIMER_VIRTUAL and ITIMER_PROF that were never set show zero.",
     "itimer.c get_cpu_itimer; getitimer(2)", everywhere, "005 006"},
    {"ITR-13", "itimer", RuleClass::suspect,
     "A thread that leaves SIGALRM unblocked and ignored returns from its calls while a periodic ITIMER_REAL runs. It "
     "does "
     "not if the leader blocks SIGALRM and the interval is shorter than it takes to discard a signal: each that is "
     "discarded rearms the timer, and the next is there before the thread has left the kernel.",
     "signal.c get_signal, dequeue_signal; posix-timers.c posixtimer_rearm_itimer", rearmed_at_dequeue, "301"},

    // ITIMER_VIRTUAL and ITIMER_PROF
    {"ITC-1", "cpu-itimer", RuleClass::quirk,
     "The interval of ITIMER_VIRTUAL and ITIMER_PROF is kept even when it_value is zero.", "itimer.c set_cpu_itimer",
     nanosecond_cputime, "078 079 080"},
    {"ITC-2", "cpu-itimer", RuleClass::quirk,
     "ITIMER_VIRTUAL and ITIMER_PROF are set one tick later than asked: deadline = CPU time + it_value + TICK, and "
     "show that.",
     "itimer.c set_cpu_itimer", nanosecond_cputime, "078 079 080"},
    {"ITC-3", "cpu-itimer", RuleClass::law, "getitimer shows deadline - CPU time, one tick once that is past.",
     "itimer.c get_cpu_itimer", nanosecond_cputime, "078 079 080"},
    {"ITC-5", "cpu-itimer", RuleClass::quirk,
     "At the very instant of its deadline an armed ITIMER_VIRTUAL or ITIMER_PROF shows zero.",
     "itimer.c get_cpu_itimer", equal_shows_zero, "081 082 083"},
    {"ITC-4", "cpu-itimer", RuleClass::law,
     "The old value of setitimer is what getitimer shows, but a timer that has just reached its deadline shows one "
     "tick.",
     "itimer.c set_cpu_itimer; posix-cpu-timers.c set_process_cpu_timer", nanosecond_cputime, "086 087 088 089"},
    {"ITC-6", "cpu-itimer", RuleClass::law,
     "ITIMER_VIRTUAL and ITIMER_PROF expire at a tick of a running thread once the CPU time has reached the deadline; "
     "the deadline moves on by one interval, whatever the time.",
     "posix-cpu-timers.c check_cpu_itimer, check_process_timers", nanosecond_cputime, "081 082 083"},
    {"ITC-7", "cpu-itimer", RuleClass::law,
     "ITIMER_VIRTUAL counts the CPU time in user space of all threads, ITIMER_PROF all their CPU time; neither expires "
     "early or while the process sleeps.",
     "setitimer(2); POSIX setitimer()", everywhere, "081 082 083 084 085"},
    {"ITC-8", "cpu-itimer", RuleClass::law,
     "ITIMER_VIRTUAL and ITIMER_PROF go on while their signal is blocked or ignored; one that is pending merges with "
     "the next.",
     "posix-cpu-timers.c check_cpu_itimer; signal.c legacy_queue", everywhere, "081 082 083 084 085 086 087 088 089"},
    {"ITC-9", "cpu-itimer", RuleClass::law,
     "At each whole second of CPU time from the soft RLIMIT_CPU on SIGXCPU is sent, and the soft limit grows by a "
     "second.",
     "posix-cpu-timers.c check_process_timers; getrlimit(2)", nanosecond_cputime, "090 091"},
    {"ITC-10", "cpu-itimer", RuleClass::law,
     "ITIMER_VIRTUAL and ITIMER_PROF count jiffies: value and interval are rounded up, and one is added to a value "
     "that is not zero.",
     "itimer.c set_cpu_itimer (4.3)", jiffy_cputime},

    // alarm
    {"ALRM-1", "alarm", RuleClass::law,
     "alarm returns the remaining seconds rounded half up, but 1 for anything between 0 and a second.",
     "itimer.c alarm_setitimer; POSIX alarm() RETURN VALUE", rounds_nanoseconds, "092 093 094"},
    {"ALRM-2", "alarm", RuleClass::quirk, "alarm rounds after truncation to microseconds.", "itimer.c alarm_setitimer",
     rounds_microseconds},
    {"ALRM-3", "alarm", RuleClass::quirk, "alarm rounds up.", "sched.c sys_alarm (2.0)", rounds_up},
    {"ALRM-4", "alarm", RuleClass::quirk,
     "alarm's result is truncated to 32 bits: an armed timer of 2^32 s and more loses whole multiples of 2^32 s.",
     "itimer.c alarm_setitimer", nanosecond_timers, "017 018"},
    {"ALRM-5", "alarm", RuleClass::law,
     "alarm returns 0 when the timer has expired, even if its SIGALRM is still pending, and leaves that SIGALRM.",
     "itimer.c alarm_setitimer", everywhere, "076 077"},

    // POSIX timers
    {"PT-ARM-1", "posix-timer", RuleClass::law,
     "timer_settime relative: the deadline is now + it_value on the timer's clock, on MONOTONIC for a REALTIME timer. "
     "Absolute: the deadline is it_value on the timer's clock. The interval is kept only if it_value is not zero.",
     "posix-timers.c common_timer_set, common_hrtimer_arm; POSIX timer_settime() DESCRIPTION", posix_timers,
     "010 011 012 095 096 097"},
    {"PT-ARM-2", "posix-timer", RuleClass::law, "it_value zero disarms: value and interval read zero.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", posix_timers, "095 096 097 098 099"},
    {"PT-ARM-3", "posix-timer", RuleClass::law, "A SIGEV_NONE timer sends nothing.",
     "posix-timers.c common_hrtimer_arm; POSIX timer_create(), XSH 2.4.1", posix_timers, "100 101"},
    {"PT-ARM-4", "posix-timer", RuleClass::law,
     "A timer that is due when it is set has its signal pending before timer_settime returns, unless the interrupt of "
     "a "
     "timer that was due before it is still to come.",
     "posix-timers.c common_hrtimer_arm, common_timer_set; hrtimer.c hrtimer_check_user_timer", armed_synchronously,
     "102 303"},
    {"PT-ARM-7", "posix-timer", RuleClass::law,
     "A timer that is due when it is set expires at once: CPU-time timers before timer_settime returns.",
     "posix-cpu-timers.c posix_cpu_timer_set", posix_timers, "102 103 104 105 250 251 252 253"},
    {"PT-ARM-5", "posix-timer", RuleClass::law,
     "The old value of timer_settime is what timer_gettime would have shown just before.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", posix_timers, "095 096 097"},
    {"PT-ARM-6", "posix-timer", RuleClass::law, "A SIGEV_NONE timer that was never armed, or was disarmed, shows zero.",
     "POSIX timer_gettime() DESCRIPTION, timer_settime() DESCRIPTION", posix_timers, "106 107"},
    {"PT-NONE", "posix-timer", RuleClass::suspect,
     "A one-shot SIGEV_NONE timer that was disarmed goes on showing a countdown.", "posix-timers.c common_timer_get",
     posix_timers, "108 109 110 111"},
    {"PT-GET-1", "posix-timer", RuleClass::law,
     "timer_gettime shows deadline - now of an armed timer, 1 ns once that is not positive (0 for SIGEV_NONE).",
     "posix-timers.c common_timer_get; POSIX timer_gettime()", posix_timers, "010 011 012 095 096 097"},
    {"PT-GET-2", "posix-timer", RuleClass::law,
     "An expired one-shot timer shows 0; an expired periodic one whose signal was not yet delivered, and a periodic "
     "SIGEV_NONE "
     "one, show the time to the next point of the grid.",
     "posix-timers.c common_timer_get", posix_timers, "010 011 012 100 101 112 113 114 115 116 117 118"},
    {"PT-EXP-1", "posix-timer", RuleClass::law,
     "An expiry generates the timer's signal once; a periodic timer is rearmed only when that signal is delivered.",
     "posix-timers.c posix_timer_fn; POSIX timer_settime()", posix_timers, "010 011 012 117 118 207 208"},

    // delivery engine
    {"PTM-EXP", "delivery", RuleClass::law,
     "A timer has one signal entry: an expiry that finds it queued makes it valid again at its old place.",
     "posix-timers.c posix_timer_queue_signal; signal.c posixtimer_send_sigqueue", posix_timers, "131 132 138 139"},
    {"PTM-DEQ", "delivery", RuleClass::law,
     "Delivery rearms a periodic timer to the first point of its grid after now.",
     "posix-timers.c __posixtimer_deliver_signal, common_hrtimer_rearm; POSIX timer_getoverrun()", posix_timers,
     "010 011 012 133"},
    {"PTC-SET", "delivery", RuleClass::law,
     "A signal that is queued when its timer is set again is delivered all the same, with the siginfo it had, and "
     "rearms nothing.",
     "posix-timers.c common_timer_set; signal.c send_sigqueue", stale_delivered, "119 120 121 122 123"},
    {"PTC-DEL", "delivery", RuleClass::law,
     "A signal that is queued when its timer is deleted is delivered all the same.", "signal.c sigqueue_free",
     stale_delivered, "124 125 126"},
    {"PTC-EXP", "delivery", RuleClass::law,
     "An expiry queues the one entry, or counts on it if it is queued; ignored, the timer rearms itself.",
     "posix-timers.c posix_timer_fn (6.12)", stale_delivered, "", "judged as PTM-EXP, OVR-5 and IGN-4"},
    {"PTC-DEQ", "delivery", RuleClass::law,
     "Delivery rearms a timer that was not set again since, and adds what the entry counted.",
     "posix-timers.c posixtimer_rearm (6.12)", stale_delivered, "", "judged as PTM-DEQ, OVR-1 and OVR-5"},
    {"PTM-FLUSH", "delivery", RuleClass::law,
     "Ignoring a signal takes its entries out of the queues and parks those of live periodic timers.",
     "signal.c flush_sigqueue_mask, posixtimer_sig_ignore", ignored_parked, "", "judged as IGN-2"},
    {"PTM-UNIGN", "delivery", RuleClass::law, "Replacing SIG_IGN queues every parked timer of the signal.",
     "signal.c posixtimer_sig_unignore", ignored_parked, "", "judged as IGN-1"},
    {"PTM-SET", "delivery", RuleClass::law,
     "timer_settime makes a signal that is still queued stale: it is dropped when its turn comes.",
     "posix-timers.c do_timer_settime", stale_dropped, "127 128"},
    {"PTM-DEL", "delivery", RuleClass::law, "timer_delete makes a signal that is still queued stale.",
     "posix-timers.c posix_timer_delete", stale_dropped, "061 062 129 130"},
    {"PND-3", "delivery", RuleClass::quirk,
     "A stale entry still shows in sigpending until somebody tries to dequeue its signal.",
     "signal.c dequeue_signal, do_sigpending", stale_dropped, "127 128 129 130 168 169"},
    {"PND-1", "delivery", RuleClass::law,
     "A signal that is pending when its timer is set again or deleted is delivered, or dropped.",
     "posix-timers.c, signal.c", posix_timers, "", "judged as PTC-SET and PTC-DEL, PTM-SET and PTM-DEL"},
    {"PND-2", "delivery", RuleClass::law,
     "An expiry that finds the timer's entry of an earlier setting queued uses that entry, at its old place.",
     "signal.c posixtimer_send_sigqueue, send_sigqueue", posix_timers, "131 132"},
    {"PND-5", "delivery", RuleClass::law,
     "A deleted timer counts against RLIMIT_SIGPENDING until its queued entry is gone.",
     "signal.c posixtimer_sigqueue_putref, __sigqueue_free", posix_timers, "",
     "the count is shared with the user's other processes: both outcomes are possible"},

    // overrun
    {"OVR-1", "overrun", RuleClass::law,
     "A delivery reports floor((now - deadline) / interval) overruns, deadline being the expiry that queued the "
     "signal.",
     "posix-timers.c common_hrtimer_rearm, __posixtimer_deliver_signal; POSIX timer_getoverrun()", posix_timers,
     "010 011 012 133 134 135 264 265 266 267"},
    {"OVR-2", "overrun", RuleClass::law,
     "timer_getoverrun returns the count of the last delivery that rearmed the timer; 0 before, after every "
     "timer_settime, and "
     "for one-shot and SIGEV_NONE timers.",
     "posix-timers.c timer_getoverrun, do_timer_settime; POSIX timer_getoverrun()", posix_timers,
     "010 011 012 100 101 117 118 134 135 140 141 142"},
    {"OVR-3", "overrun", RuleClass::law, "Counts above DELAYTIMER_MAX (2147483647) are reported as that.",
     "posix-timers.c timer_overrun_to_int; POSIX timer_getoverrun()", overrun_clamped, "136 137"},
    {"OVR-4", "overrun", RuleClass::law,
     "A timer that fires again while its signal is queued reports no extra overrun for it.",
     "signal.c posixtimer_send_sigqueue", refire_uncounted, "138 139"},
    {"OVR-5", "overrun", RuleClass::quirk,
     "A timer that is set again and fires while its signal is queued adds one to si_overrun, which timer_getoverrun "
     "does not show.",
     "signal.c send_sigqueue", refire_counted, "119 120 140 141 142"},
    {"OVR-6", "overrun", RuleClass::law, "Expiries that were ignored count: the next delivery reports them.",
     "posix-timers.c posix_timer_fn, posixtimer_rearm", ignored_self_rearming, "155 156 157"},
    {"OVR-7", "overrun", RuleClass::law,
     "An absolute deadline in the past with an interval has floor((now - deadline) / interval) overruns at once.",
     "posix-timers.c common_hrtimer_rearm; POSIX timer_getoverrun()", posix_timers, "102 103 104 105 136 137"},
    {"OVR-8", "overrun", RuleClass::quirk, "Overrun counts beyond INT_MAX wrap around.",
     "posix-timers.c posixtimer_rearm (4.18)", overrun_wraps},
    {"OVR-9", "overrun", RuleClass::suspect,
     "Periods that timer_gettime, or an old value, has counted while a signal was pending are added to the count of "
     "the "
     "next setting's first delivery.",
     "posix-timers.c common_timer_set (6.1)", counts_kept, "289 290"},
    {"OVR-10", "overrun", RuleClass::suspect,
     "The pending signal of a periodic timer whose clock was set back to before its deadline reports -1 overruns.",
     "posix-timers.c timer_overrun_to_int, common_hrtimer_rearm", posix_timers, "299 300"},

    // ignored signals
    {"IGN-1", "ignored", RuleClass::quirk,
     "A periodic timer whose signal is ignored at expiry is parked; when the disposition SIG_IGN is replaced by one "
     "that does "
     "not ignore, its signal is queued at once.",
     "signal.c posixtimer_sig_ignore, posixtimer_sig_unignore, do_sigaction", ignored_parked, "143 144 147 148"},
    {"IGN-2", "ignored", RuleClass::law,
     "Ignoring a signal discards the pending ones; a live periodic timer's is parked instead.",
     "signal.c flush_sigqueue_mask, posixtimer_sig_ignore; POSIX XSH 2.4.3", ignored_parked, "145 146"},
    {"IGN-3", "ignored", RuleClass::quirk, "Blocking the signal does not bring a parked timer back.",
     "signal.c posixtimer_send_sigqueue", ignored_parked, "147 148"},
    {"IGN-4", "ignored", RuleClass::law,
     "A periodic timer whose signal is ignored at expiry goes on by itself; once the signal is no longer ignored the "
     "next expiry queues it.",
     "posix-timers.c posix_timer_fn", ignored_self_rearming, "149 150 151 152 153 154 155 156 157"},
    {"IGN-5", "ignored", RuleClass::quirk,
     "Replacing SIG_IGN by SIG_DFL with a parked timer of a fatal signal kills the process at once.",
     "signal.c do_sigaction, posixtimer_sig_unignore", ignored_parked, "158 159"},
    {"IGN-6", "ignored", RuleClass::quirk,
     "A periodic timer that is ignored and shorter than a tick is forwarded a tick ahead: it may show up to interval + "
     "TICK.",
     "posix-timers.c posix_timer_fn", ignored_self_rearming, "160 161"},
    {"PTC-FLUSH", "ignored", RuleClass::suspect,
     "A periodic timer whose pending signal is discarded by ignoring it is dead until it is set again, though it shows "
     "a countdown.",
     "signal.c flush_sigqueue_mask; posix-timers.c posixtimer_rearm (6.12)", ignored_self_rearming, "162 163 164 165"},
    {"IGN-7", "ignored", RuleClass::law,
     "A one-shot timer whose signal is ignored at expiry is disarmed and nothing is queued.",
     "signal.c posixtimer_send_sigqueue; POSIX XSH 2.4.3", everywhere, "166 167"},
    {"IGN-8", "ignored", RuleClass::quirk,
     "A parked timer that is set again and then unignored has a stale entry pending.",
     "signal.c posixtimer_sig_unignore", ignored_parked, "168 169"},

    // signals
    {"SIG-GEN-1", "signals", RuleClass::law,
     "A signal is discarded when generated if it is not blocked and its disposition ignores it; blocked and ignored is "
     "queued.",
     "signal.c sig_ignored; POSIX XSH 2.4.1", everywhere, "066 067 068 143 144 155 156 157 166 167 170 171"},
    {"SIG-GEN-2", "signals", RuleClass::quirk,
     "A process that cannot be killed (pid 1) drops POSIX timer signals with the default disposition.",
     "signal.c sig_task_ignored", posix_timers, "", "programs do not run as pid 1"},
    {"SIG-GEN-3", "signals", RuleClass::quirk,
     "Whether ITIMER_REAL's signal is ignored is decided by the mask of the thread group's leader; a process-directed "
     "POSIX timer signal's by the leader's, or by that of the thread that was interrupted.",
     "signal.c prepare_signal; posix-timers.c posix_timer_get_target", everywhere, "172 173 174 175"},
    {"SIG-Q-1", "signals", RuleClass::law,
     "A standard signal is queued at most once for a process, whoever sends it; but POSIX timers have entries of their "
     "own that "
     "never merge with others.",
     "signal.c legacy_queue, __send_signal_locked, posixtimer_send_sigqueue; signal(7)", everywhere,
     "074 075 176 177 178 179 180 181 182 192 193"},
    {"SIG-Q-2", "signals", RuleClass::law,
     "Signals are dequeued from the thread's own queue first, then from the process's; ILL, TRAP, BUS, FPE, SEGV and "
     "SYS before "
     "others; the lowest number first; in the order of queueing within a number.",
     "signal.c next_signal, dequeue_signal; POSIX XSH 2.4.2; signal(7)", everywhere, "131 132 183 184 185 186"},
    {"SIG-Q-3", "signals", RuleClass::law,
     "Timers of one CPU that expire in the same interrupt queue their signals clock by clock (MONOTONIC, REALTIME, "
     "BOOTTIME, "
     "TAI) and by deadline within a clock.",
     "hrtimer.c __hrtimer_run_queues", posix_timers, "187 188 189 190 191"},
    {"SIG-Q-4", "signals", RuleClass::law,
     "In one tick CPU-time signals are queued in this order: SIGPROF, SIGVTALRM, SIGXCPU, then POSIX CPU timers by "
     "their deadlines.",
     "posix-cpu-timers.c handle_posix_cpu_timers, check_process_timers", everywhere, "192 193"},
    {"SIG-T-1", "signals", RuleClass::law,
     "A signal for the process may be taken by any of its threads that does not block it; one for a thread by that "
     "thread only.",
     "signal.c complete_signal; POSIX XSH 2.4.1; signal(7)", everywhere, "194 195 196 197 198 199 200 201 202 222 223"},
    {"SIG-SIDE-1", "signals", RuleClass::law,
     "SIGCONT discards pending stop signals and a stop signal a pending SIGCONT, as they are generated, whoever "
     "ignores them.",
     "signal.c prepare_signal; POSIX XSH 2.4.1", everywhere, "203 204 205 206"},
    {"SIG-SIDE-2", "signals", RuleClass::law, "A periodic timer whose stop signal SIGCONT discards is parked, or dead.",
     "signal.c prepare_signal", posix_timers, "", "judged as SIG-SIDE-1, IGN-2 and PTC-FLUSH"},
    {"SIG-WAIT", "signals", RuleClass::law,
     "rt_sigtimedwait returns a pending signal of its set at once, and fails with EAGAIN when its time is over without "
     "one.",
     "signal.c do_sigtimedwait; sigtimedwait(2); POSIX sigtimedwait()", everywhere, "117 118 277 278"},
    {"SIG-SPURIOUS", "signals", RuleClass::law,
     "A signal arrives only if something sent it, and once for each sending.", "POSIX XSH 2.4.1", everywhere,
     "207 208"},
    {"SIG-ACT", "signals", RuleClass::law,
     "rt_sigaction fails with EINVAL for numbers outside 1 to 64 and for SIGKILL and SIGSTOP, kill with EINVAL for "
     "numbers "
     "outside 0 to 64; changing the mask does not fail.",
     "signal.c do_sigaction; sigaction(2), kill(2), sigprocmask(2)", everywhere, "209 210"},
    {"SIG-HANDLER", "signals", RuleClass::law,
     "A handler runs when its signal is pending and unblocked, before the thread goes on.",
     "signal.c get_signal; POSIX XSH 2.4.3", everywhere, "211 212 213 214"},
    {"SIG-EINTR", "signals", RuleClass::law,
     "A wait ends early with EINTR only if a handler ran or the process was stopped.",
     "hrtimer.c hrtimer_nanosleep; signal.c do_sigtimedwait; nanosleep(2); signal(7)", everywhere, "211 212 213 214"},
    {"SIG-RESTART", "signals", RuleClass::law,
     "A read that a handler interrupts goes on if the handler has SA_RESTART, else it is EINTR; clock_nanosleep and "
     "rt_sigtimedwait are EINTR in any case.",
     "signal.c handle_signal; sigaction(2); signal(7); POSIX sigaction()", everywhere, "213 214 215 216"},
    {"SIG-DEATH", "signals", RuleClass::law,
     "A process dies of a signal exactly when one that is unblocked, has the default disposition and terminates is "
     "delivered.",
     "signal.c get_signal; signal(7)", everywhere, "158 159 217 218"},

    // siginfo
    {"SIG-INFO-1", "siginfo", RuleClass::law, "ITIMER_REAL's SIGALRM has si_code SI_KERNEL and no sender.",
     "itimer.c it_real_fn; sigaction(2)", everywhere, "058 059 060"},
    {"SIG-INFO-2", "siginfo", RuleClass::law,
     "A POSIX timer's signal has si_code SI_TIMER, the timer's id, its overrun count and the sigevent's value.",
     "posix-timers.c do_timer_create; sigaction(2); POSIX XSH 2.4.1", posix_timers, "032 033 117 118 211 212"},
    {"SIG-INFO-3", "siginfo", RuleClass::law, "Interval timers' signals are not subject to RLIMIT_SIGPENDING.",
     "signal.c __send_signal_locked; getrlimit(2)", everywhere, "224 225"},
    {"SIG-INFO-4", "siginfo", RuleClass::suspect,
     "The signal of a deleted periodic timer shows an internal counter of the kernel behind si_value.",
     "signal.c copy_siginfo_to_user, sigqueue_free (6.12)", leaking, "219 220 221"},
    {"SIG-INFO-5", "siginfo", RuleClass::law,
     "kill's signal has si_code SI_USER, tgkill's SI_TKILL, with the sender's pid and uid.",
     "signal.c prepare_kill_siginfo, do_tkill; sigaction(2)", everywhere, "063 064 065 074 075 194 195 222 223"},
    {"SIG-INFO-6", "siginfo", RuleClass::law,
     "SIGPROF and SIGVTALRM of interval timers and SIGXCPU have si_code SI_KERNEL and no sender.",
     "posix-cpu-timers.c check_cpu_itimer; sigaction(2)", everywhere, "081 082 083 084 085 090 091"},
    {"SIG-INFO-7", "siginfo", RuleClass::law,
     "Where RLIMIT_SIGPENDING leaves nothing to queue, a signal arrives with its number only, as SI_USER from nobody; "
     "kill's and the kernel's standard signals are queued in any case, and rt_sigqueueinfo of a real-time signal is "
     "EAGAIN.",
     "signal.c __send_signal_locked, collect_signal; getrlimit(2)", everywhere, "224 225"},

    // processes and threads
    {"LIFE-FORK", "processes", RuleClass::law,
     "A forked child has no timers, no pending signals, and its ids begin at 0; masks and dispositions are its "
     "parent's.",
     "fork.c copy_signal, copy_process; POSIX fork(); fork(2)", everywhere, "051 052 053 242 243"},
    {"LIFE-EXEC", "processes", RuleClass::law,
     "Interval timers and pending signals survive exec; POSIX timers and their signals do not. Handlers become the "
     "default, SIG_IGN and the mask stay.",
     "exec.c begin_new_exec, posix-timers.c exit_itimers; POSIX exec; execve(2)", everywhere,
     "051 052 053 226 227 228 229 230"},
    {"LIFE-EXEC-2", "processes", RuleClass::quirk,
     "exec drops every pending signal with si_code SI_TIMER, ones that rt_sigqueueinfo sent too.",
     "signal.c flush_itimer_signals", posix_timers, "226 227 228"},
    {"LIFE-THR-1", "processes", RuleClass::law,
     "Timers belong to the process: any thread may use them, and they outlive the thread that made them.",
     "posix-timers.c lock_timer; POSIX timer_create()", everywhere, "196 197 231 232"},
    {"LIFE-THR-2", "processes", RuleClass::law,
     "When the thread that a timer signals exits, the signal vanishes: a periodic timer stops at its next expiry, and "
     "shows the time to the next point of its grid.",
     "posix-timers.c posix_timer_fn; signal.c posixtimer_send_sigqueue", posix_timers, "233 234 235"},
    {"LIFE-THR-3", "processes", RuleClass::law,
     "When the thread group's leader exits alone, process-directed signals go to the other threads.",
     "signal.c complete_signal; pthread_exit(3)", everywhere, "236 237"},
    {"LIFE-THR-4", "processes", RuleClass::law,
     "A timer on the CPU-time clock of a thread that exited: timer_settime ESRCH, timer_gettime zeros, "
     "timer_getoverrun and timer_delete work.",
     "posix-cpu-timers.c", posix_timers, "238 239 240 241"},
    {"LIFE-THR-5", "processes", RuleClass::quirk,
     "Up to 6.1 a thread that has made a time namespace for its children makes no thread: EINVAL.",
     "fork.c copy_process", timens_bars_threads, "304"},
    {"LIFE-EXIT", "processes", RuleClass::law, "The end of the last thread ends the process and its timers.",
     "exit.c do_exit; POSIX _exit()", everywhere, "242 243"},

    // clocks
    {"CLK-1", "clocks", RuleClass::law,
     "Setting REALTIME leaves relative timers alone; absolute ones follow it: the remaining time changes at once, a "
     "jump past the deadline fires them, and overruns count the skipped periods.",
     "hrtimer.c clock_was_set; POSIX clock_settime(), timer_settime()", posix_timers, "244 245 246 247 296 297 298"},
    {"CLK-2", "clocks", RuleClass::law,
     "BOOTTIME counts suspended time, MONOTONIC does not; TAI is REALTIME plus a whole number of seconds.",
     "timekeeping.c; clock_gettime(2)", posix_timers, "",
     "a program cannot suspend the machine; one that is suspended, or whose clocks jump, is run again"},
    {"CLK-4", "clocks", RuleClass::quirk,
     "A relative REALTIME_ALARM timer follows clock_settime, unlike one of REALTIME.", "alarmtimer.c alarm_timer_arm",
     posix_timers},
    {"CLK-3", "clocks", RuleClass::suspect,
     "timer_gettime does not forward a pending or SIGEV_NONE periodic timer of an alarm clock: it shows 1 ns, or 0.",
     "alarmtimer.c alarm_timer_forward (5.10)", alarm_clock_stuck, "306"},
    {"CLK-5", "clocks", RuleClass::law,
     "In a time namespace an absolute deadline on MONOTONIC or BOOTTIME is moved by the offset, and never before 0; "
     "relative ones, remaining times and interval timers are not.",
     "time/namespace.c do_timens_ktime_to_host; time_namespaces(7)", time_namespaces, "248 249"},
    {"CLK-7", "clocks", RuleClass::suspect,
     "Setting REALTIME has all timers fire at once that are due then. Since 5.14 it does not those of the CPU on which "
     "it is set: they wait for that CPU's next interrupt.",
     "hrtimer.c clock_was_set", posix_timers, "305"},
    {"CLK-6", "clocks", RuleClass::law,
     "Without high resolution a timer expires at the first tick at or after its deadline.",
     "hrtimer.c hrtimer_run_queues", nanosecond_timers, "",
     "later is not judged; only the floor of the interval differs, which is a target fact"},

    // CPU-time timers
    {"CPU-1", "cpu-timer", RuleClass::law,
     "A CPU-time timer that is due when it is set has its signal pending before timer_settime returns.",
     "posix-cpu-timers.c posix_cpu_timer_set", posix_timers, "250 251 252 253"},
    {"CPU-2", "cpu-timer", RuleClass::law,
     "A CPU-time timer expires at a tick of a running thread of its target once that has used the time: never early, "
     "never while it sleeps. The signal goes to the timer's owner.",
     "posix-cpu-timers.c run_posix_cpu_timers, cpu_timer_fire; POSIX timer_create() CPT, TCT", posix_timers,
     "254 255 256 257 264 265 266 267"},
    {"CPU-3", "cpu-timer", RuleClass::quirk, "Disarming a CPU-time timer keeps the interval that was passed.",
     "posix-cpu-timers.c posix_cpu_timer_set (6.1)", cpu_timers_stuck, "258 259"},
    {"CPU-4", "cpu-timer", RuleClass::quirk,
     "A CPU-time timer that is due shows 1 ns, also a periodic one whose signal is pending.",
     "posix-cpu-timers.c posix_cpu_timer_get (6.1)", cpu_timers_stuck, "260 261"},
    {"CPU-5", "cpu-timer", RuleClass::quirk,
     "A SIGEV_NONE CPU-time timer shows zero once it has expired, a periodic one too.",
     "posix-cpu-timers.c cpu_timer_fire (6.1)", cpu_timers_stuck, "262 263"},
    {"CPU-6", "cpu-timer", RuleClass::quirk,
     "The old value of a periodic CPU-time timer that is due is the time to the next point of its grid.",
     "posix-cpu-timers.c posix_cpu_timer_set (6.1, 6.18)", old_cpu_values_forwarded, "260 261"},
    {"CPU-7", "cpu-timer", RuleClass::law,
     "CPU-time timers are rearmed at delivery and count overruns as others do, on their clock.",
     "posix-cpu-timers.c posix_cpu_timer_rearm, bump_cpu_timer", posix_timers, "112 113 114 260 261 264 265 266 267"},
    {"CPU-8", "cpu-timer", RuleClass::law,
     "A CPU-time timer whose signal is ignored is parked, or rearms itself, as others are.",
     "posix-cpu-timers.c cpu_timer_fire", posix_timers, "", "judged as IGN-1 and IGN-4"},
    {"CPU-9", "cpu-timer", RuleClass::law,
     "A timer on the clock of a process that was reaped: ESRCH, zeros, and delivery rearms nothing.",
     "posix-cpu-timers.c posix_cpu_timer_set, posix_cpu_timer_get, posix_cpu_timer_rearm", posix_timers, "",
     "judged as ARG-TS-4 and LIFE-THR-4"},
    {"CPU-10", "cpu-timer", RuleClass::law, "The deadline of a CPU-time timer does not saturate.",
     "posix-cpu-timers.c posix_cpu_timer_set", posix_timers, "268 269"},
    {"CPU-11", "cpu-timer", RuleClass::law,
     "The clock of a process that has a CPU-time timer moves at ticks and context switches only.",
     "posix-cpu-timers.c cpu_clock_sample_group; cputime.c", nanosecond_cputime, "",
     "the timers run on the clock that is read, whichever way it moves"},
    {"CPU-12", "cpu-timer", RuleClass::suspect,
     "A periodic CPU-time timer that is forwarded when 2^j - 1 intervals have passed since the point of its grid that "
     "it "
     "stands on goes one interval too few, to now: it shows 0 or 1 ns, and its overrun count is one too small.",
     "posix-cpu-timers.c bump_cpu_timer", posix_timers, "270 271 272"},
    {"CPU-13", "cpu-timer", RuleClass::suspect,
     "The signal of a periodic CPU-time timer whose thread or process is gone when it is delivered reports -1 "
     "overruns, "
     "and timer_getoverrun then fails with EPERM.",
     "posix-timers.c timer_overrun_to_int, timer_getoverrun; posix-cpu-timers.c posix_cpu_timer_rearm", posix_timers,
     "291 292 293 294 295"},
    {"CPU-14", "cpu-timer", RuleClass::suspect,
     "A CPU-time timer fires though another timer of its clock has a deadline beyond 2^63 - 1 ns. It does not: the "
     "queue of "
     "a clock's timers compares deadlines as signed numbers, so that one stands before all others, and is not due.",
     "timerqueue.c __timerqueue_less; posix-cpu-timers.c collect_timerqueue", posix_timers, "302"},

    // 32-bit calls on a 64-bit kernel
    {"C32-1", "compat", RuleClass::law,
     "The i386 calls with 32-bit time show the low 32 bits of the seconds, as a signed number.",
     "itimer.c put_old_itimerval32; time.c put_old_timespec32", everywhere, "273"},
    {"C32-2", "compat", RuleClass::law, "The i386 calls with 32-bit time take signed 32-bit seconds and fractions.",
     "itimer.c get_old_itimerval32; time.c get_old_timespec32", everywhere, "273"},
    {"C32-3", "compat", RuleClass::law, "timer_settime64 ignores the upper half of tv_nsec from i386 callers.",
     "time.c get_timespec64", everywhere, "274"},
    {"C32-4", "compat", RuleClass::law, "sigev_value and si_value of i386 callers are 32 bits wide.",
     "posix-timers.c compat timer_create; compat.c get_compat_sigevent; signal.c copy_siginfo_to_user32", everywhere,
     "275"},
    {"C32-5", "compat", RuleClass::quirk, "Of the sigevent of an i386 caller only the first 16 bytes are read.",
     "compat.c get_compat_sigevent; posix-timers.c compat timer_create", everywhere, "275"},

    // Linux 2.0
    {"L20-1", "jiffies", RuleClass::law,
     "Times become jiffies of 10 ms, rounded up, in 32-bit unsigned arithmetic; nothing is validated.",
     "kernel/itimer.c tvtojiffies (2.0)", jiffy_timers},
    {"L20-2", "jiffies", RuleClass::law, "Jiffies are shown as multiples of 10 ms.",
     "kernel/itimer.c jiffiestotv (2.0)", jiffy_timers},
    {"L20-3", "jiffies", RuleClass::quirk,
     "ITIMER_REAL is due at the jiffy of now + value, so it may fire up to a tick early; the interval is kept even "
     "when the value is zero.",
     "kernel/itimer.c _setitimer (2.0)", jiffy_timers},
    {"L20-4", "jiffies", RuleClass::law,
     "getitimer shows the jiffies to go of ITIMER_REAL, at least one, and 0 of one that is not armed.",
     "kernel/itimer.c _getitimer (2.0)", jiffy_timers},
    {"L20-5", "jiffies", RuleClass::law,
     "ITIMER_REAL is rearmed when it expires, an interval after that tick, whatever becomes of SIGALRM.",
     "kernel/itimer.c it_real_fn (2.0)", jiffy_timers},
    {"L20-6", "jiffies", RuleClass::law,
     "ITIMER_VIRTUAL and ITIMER_PROF get one jiffy more than was asked for, and go down with each tick.",
     "kernel/itimer.c _setitimer; sched.c do_it_virt, do_it_prof (2.0)", jiffy_timers},
    {"L20-7", "jiffies", RuleClass::law, "Signals are bits without siginfo: each is pending once.",
     "kernel/signal.c (2.0)", jiffy_timers},

    // time
    {"TIME-EARLY", "time", RuleClass::law, "A timer never fires before its deadline.",
     "POSIX XSH 2.8.5; hrtimer.c __hrtimer_run_queues", everywhere, "276 277 278"},
    {"TIME-ORDER", "time", RuleClass::law,
     "Timers armed on one CPU fire in the order of their deadlines: none stays unfired when a later one has fired.",
     "hrtimer.c hrtimer_interrupt, __hrtimer_run_queues", everywhere, "189 190 191 276 279 280"},
    {"TIME-LOST", "time", RuleClass::law,
     "A timer fires; one that has not within the liveness limit after its deadline is lost.",
     "POSIX timer_settime(), setitimer()", everywhere, "277 278"},
    {"TIME-LATE", "time", RuleClass::law,
     "Where the target promises a bound (virtual time), no timer fires, and no wait for it ends, later than that.",
     "docs/targets.md; hrtimer.c hrtimer_interrupt", everywhere},

    {"CALL-RETURNS", "time", RuleClass::law,
     "Every call returns: no step outlasts its own waits and the watchdog's limit.", "POSIX XSH 2.3", everywhere,
     "047 048"},

    // twins: compared without the law, by the runner
    {"TWIN-CLOCK", "twins", RuleClass::law,
     "While the machine is not suspended, timers on MONOTONIC and on BOOTTIME do the same.",
     "clock_gettime(2); timer_create(2)", posix_timers, "281 282"},
    {"TWIN-ALARM", "twins", RuleClass::law, "alarm(n) does what setitimer(ITIMER_REAL, {n s, 0}) does.",
     "alarm(2); setitimer(2)", everywhere, "283 284"},
    {"TWIN-DIRECTED", "twins", RuleClass::law,
     "In a process of one thread, timers that signal the process and timers that signal the thread do the same.",
     "signal(7); timer_create(2); POSIX XSH 2.4.1", posix_timers, "285 286"},
    {"TWIN-RESTORE", "twins", RuleClass::law,
     "A timer that was set to something else and back goes on as if it had been left alone.",
     "POSIX timer_settime(), setitimer()", everywhere, "287 288"},
    {"TWIN-ABI", "twins", RuleClass::law,
     "A program whose numbers fit 32 bits does the same by the calls of either ABI.",
     "posix-timers.c, itimer.c: compat calls share do_timer_settime, do_setitimer", everywhere},

    // traces
    {"TRACE-FORM", "trace", RuleClass::trace,
     "A trace has readings for every boundary and results of the form its steps call for.", "docs/trace-format.md",
     everywhere, "047 048"},
    {"TRACE-CLOCK", "trace", RuleClass::trace, "MONOTONIC never goes backward from one reading to the next.",
     "clock_gettime(2); POSIX clock_getres()", everywhere, "047 048"},
    {"WAIT-SHORT", "trace", RuleClass::law,
     "clock_nanosleep and rt_sigtimedwait do not return before their time without a reason.",
     "hrtimer.c hrtimer_nanosleep; POSIX clock_nanosleep(), sigtimedwait()", everywhere, "158 159"},
    {"KERNEL-SPLAT", "trace", RuleClass::trace,
     "While programs run, the kernel does not complain: no warning, bug, lock or stall report and no panic on its "
     "console, and its taint flags do not change.",
     "Documentation/admin-guide/tainted-kernels.rst; Documentation/admin-guide/bug-hunting.rst", everywhere},
};

}  // namespace rule_table

using rule_table::kRules;

// The id of a rule as a template argument.
template <std::size_t N>
struct RuleId {
  char text[N]{};
  consteval RuleId(const char (&id)[N]) {  // NOLINT(google-explicit-constructor): a literal is an id
    for (std::size_t i = 0; i < N; ++i) {
      text[i] = id[i];
    }
  }
};

// The position of a rule that exists; anything else does not compile.
template <RuleId id>
constexpr RuleIndex operator""_rule() {
  constexpr auto position = [] {
    for (std::size_t i = 0; i < sizeof(kRules) / sizeof(kRules[0]); ++i) {
      if (kRules[i].id == id.text) {
        return i;
      }
    }
    throw "no such rule";
  }();
  return static_cast<RuleIndex>(position);
}

}  // namespace timerlaw
