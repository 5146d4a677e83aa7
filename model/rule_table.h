// SPDX-License-Identifier: Apache-2.0
// The law, statement by statement. A table of cases; the code that executes a rule names it with ""_rule.
#pragma once

#include <cstddef>

#include "model/rule.h"

namespace timerlaw {

inline constexpr Rule kRules[] = {
    // conversions
    {"CONV-1", "conversions", RuleClass::law,
     "A timespec or timeval becomes sec*10^9 + nanoseconds, or KTIME_MAX (2^63-1) once sec reaches 9223372036.",
     "ktime.h ktime_set; time64.h timespec64_to_ns", "all"},
    {"CONV-2", "conversions", RuleClass::law,
     "A relative deadline is now + value, or KTIME_MAX when the sum would exceed it.", "hrtimer.c ktime_add_safe",
     "all"},
    {"CONV-3", "conversions", RuleClass::quirk,
     "A relative timer whose deadline is saturated reports KTIME_MAX - now: less than was asked for, by the time since "
     "boot; its interval is reported as 9223372036.854775807 s.",
     "hrtimer.c ktime_add_safe; posix-timers.c common_timer_get", "all"},
    {"CONV-4", "conversions", RuleClass::law,
     "Nanoseconds become a timeval by truncation to whole microseconds: nothing rounds up.", "itimer.c put_itimerval",
     "all"},
    {"CONV-5", "conversions", RuleClass::law, "A timeval counts 1000 ns for each microsecond.",
     "itimer.c get_itimerval", "all"},
    {"CONV-6", "conversions", RuleClass::law,
     "A timespec is valid when sec >= 0 and 0 <= nsec < 10^9, a timeval when sec >= 0 and 0 <= usec < 10^6, both the "
     "value "
     "and the interval, whichever is zero; seconds have no upper limit. Otherwise EINVAL.",
     "time64.h timespec64_valid; itimer.c get_itimerval; POSIX timer_settime() ERRORS, setitimer() ERRORS", "all"},
    {"CONV-7", "conversions", RuleClass::law,
     "A periodic timer is forwarded along its grid to the first point after now; a forwarding exactly on a grid point "
     "counts that point.",
     "hrtimer.c hrtimer_forward", "all"},

    // arguments
    {"ARG-GI-1", "arguments", RuleClass::law,
     "getitimer: an unknown `which` is EINVAL; then a pointer that cannot be written, NULL included, is EFAULT.",
     "itimer.c getitimer; getitimer(2) ERRORS", "linux-6.13"},
    {"ARG-GI-2", "arguments", RuleClass::law, "getitimer: a NULL pointer is EFAULT even before `which` is looked at.",
     "itimer.c getitimer", "releases up to 5.4, no profile yet"},
    {"ARG-SI-1", "arguments", RuleClass::law,
     "setitimer: new_value that cannot be read is EFAULT; then an invalid timeval is EINVAL; then an unknown `which` "
     "is "
     "EINVAL; then the timer is set; last, old_value that cannot be written is EFAULT.",
     "itimer.c setitimer, do_setitimer; setitimer(2) ERRORS", "all"},
    {"ARG-SI-2", "arguments", RuleClass::quirk,
     "setitimer with new_value NULL disarms the timer and reports the old value.", "itimer.c setitimer", "all"},
    {"ARG-AL-1", "arguments", RuleClass::law, "alarm never fails; any unsigned int is a number of seconds.",
     "itimer.c alarm; alarm(2); POSIX alarm() ERRORS", "all"},
    {"ARG-TC-1", "arguments", RuleClass::law,
     "timer_create checks in this order: sevp (EFAULT), the clock (EINVAL, EOPNOTSUPP), resources (EAGAIN); then it "
     "takes an "
     "id; then the sigevent (EINVAL), and writing the id (EFAULT).",
     "posix-timers.c timer_create, do_timer_create; POSIX timer_create() ERRORS", "linux-6.13"},
    {"ARG-TC-2", "arguments", RuleClass::law,
     "timer_create reads sevp only after it took an id, so a bad clock wins over a bad sevp.",
     "posix-timers.c timer_create", "releases up to 4.12, no profile yet"},
    {"ARG-TC-3", "arguments", RuleClass::law,
     "Timers exist on REALTIME, MONOTONIC, BOOTTIME and TAI; MONOTONIC_RAW, REALTIME_COARSE and MONOTONIC_COARSE give "
     "EOPNOTSUPP; 10, 12 to 15 and 24 upward give EINVAL.",
     "posix-timers.c clockid_to_kclock; timer_create(2) ERRORS", "all"},
    {"ARG-TC-5", "arguments", RuleClass::law,
     "sigev_notify may be SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD (a signal to the process, for the kernel) or "
     "SIGEV_THREAD_ID; all but SIGEV_NONE need a signal number from 1 to 64. Otherwise EINVAL.",
     "posix-timers.c good_sigevent; timer_create(2) ERRORS", "linux-6.13"},
    {"ARG-TC-6", "arguments", RuleClass::law, "The target of SIGEV_THREAD_ID must be a thread of the caller's process.",
     "posix-timers.c good_sigevent; timer_create(2)", "all"},
    {"ARG-TC-7", "arguments", RuleClass::law,
     "A NULL sevp means SIGEV_SIGNAL with SIGALRM and the timer's id as the value.",
     "posix-timers.c do_timer_create; POSIX timer_create() DESCRIPTION", "all"},
    {"ARG-TC-8", "arguments", RuleClass::law,
     "timer_create gives EAGAIN when the user's queued signals and timers reach RLIMIT_SIGPENDING, for root too. The "
     "count is "
     "shared with the user's other processes, so both outcomes stay possible.",
     "signal.c posixtimer_init_sigqueue; timer_create(2) ERRORS; getrlimit(2)", "all"},
    {"ARG-TS-1", "arguments", RuleClass::law,
     "timer_settime: new_value NULL is EINVAL; one that cannot be read is EFAULT; an invalid timespec is EINVAL; an "
     "unknown "
     "timer is EINVAL; then the timer is set; last, old_value that cannot be written is EFAULT.",
     "posix-timers.c timer_settime, do_timer_settime; timer_settime(2) ERRORS", "all"},
    {"ARG-TS-2", "arguments", RuleClass::quirk,
     "Of timer_settime's flags only TIMER_ABSTIME counts; others are ignored.", "posix-timers.c common_timer_set",
     "all"},
    {"ARG-TS-3", "arguments", RuleClass::law,
     "it_value {0,0} disarms a POSIX timer whatever the flags; ABSTIME {0,1} is due.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", "all"},
    {"ARG-TG-1", "arguments", RuleClass::law,
     "timer_gettime: an unknown timer is EINVAL, before a pointer that cannot be written is EFAULT.",
     "posix-timers.c timer_gettime, do_timer_gettime; timer_gettime(2) ERRORS", "all"},
    {"ARG-ID-1", "arguments", RuleClass::law,
     "A timer id is the int that the argument is truncated to; negative ones, and those of other processes, are "
     "unknown: "
     "EINVAL.",
     "posix-timers.c lock_timer; timer_getoverrun(2) ERRORS", "all"},
    {"ARG-TD-1", "arguments", RuleClass::law, "timer_delete of an unknown or already deleted timer is EINVAL.",
     "posix-timers.c timer_delete; timer_delete(2) ERRORS", "all"},

    // side effects of failing calls
    {"SIDE-1", "side-effects", RuleClass::quirk,
     "setitimer and timer_settime that fail with EFAULT on the old pointer have set the timer.",
     "itimer.c setitimer; posix-timers.c timer_settime", "all"},
    {"SIDE-2", "side-effects", RuleClass::quirk,
     "timer_create that fails after it took an id has used that id up; one that fails before has not.",
     "posix-timers.c do_timer_create", "linux-6.13"},
    {"SIDE-4", "side-effects", RuleClass::law,
     "A call that fails its argument checks changes nothing and writes nothing.",
     "itimer.c, posix-timers.c; POSIX XSH 2.3", "all"},

    // ids
    {"ID-1", "ids", RuleClass::law,
     "Timer ids come from a counter of the process that starts at 0 and counts up; ids in use are skipped, deleted "
     "ones are "
     "not given again until it wraps.",
     "posix-timers.c posix_timer_add", "linux-6.13"},

    // ITIMER_REAL
    {"ITR-1", "itimer", RuleClass::law, "ITIMER_REAL runs on MONOTONIC: its deadline is now + it_value.",
     "itimer.c do_setitimer; setitimer(2)", "all"},
    {"ITR-2", "itimer", RuleClass::law,
     "setitimer(ITIMER_REAL) with it_value zero disarms and forgets the interval that was passed.",
     "itimer.c do_setitimer", "all"},
    {"ITR-3", "itimer", RuleClass::law,
     "getitimer shows deadline - now of an armed ITIMER_REAL, 1 us once that is not positive, 0 of one that is not "
     "armed; the "
     "interval is shown in any case.",
     "itimer.c itimer_get_remtime; getitimer(2)", "all"},
    {"ITR-4", "itimer", RuleClass::quirk, "An armed ITIMER_REAL with less than 1 us to go shows zero.",
     "itimer.c put_itimerval", "all"},
    {"ITR-5", "itimer", RuleClass::law,
     "When ITIMER_REAL expires it generates SIGALRM for the process and is not rearmed: until SIGALRM is taken it "
     "shows 0.",
     "itimer.c it_real_fn; setitimer(2)", "all"},
    {"ITR-6", "itimer", RuleClass::law,
     "A periodic ITIMER_REAL that has expired is rearmed on its grid whenever any SIGALRM is dequeued from the "
     "process's "
     "shared queue, whoever sent it.",
     "itimer.c posixtimer_rearm_itimer; signal.c dequeue_signal", "linux-6.13"},
    {"ITR-7", "itimer", RuleClass::quirk,
     "A periodic ITIMER_REAL whose SIGALRM is ignored stops until a SIGALRM is dequeued or it is set again.",
     "itimer.c it_real_fn; signal.c prepare_signal", "all"},
    {"ITR-9", "itimer", RuleClass::law,
     "An expiry that finds a SIGALRM pending in the shared queue adds none: the two merge.",
     "signal.c legacy_queue; signal(7)", "all"},
    {"ITR-10", "itimer", RuleClass::law,
     "Setting ITIMER_REAL does not take back a SIGALRM that is pending, and dequeuing that does not touch the new "
     "setting.",
     "itimer.c do_setitimer", "all"},
    {"ITR-11", "itimer", RuleClass::law, "alarm(n) is setitimer(ITIMER_REAL, {n s, 0}): one timer, interval cleared.",
     "itimer.c alarm_setitimer; alarm(2)", "all"},
    {"ITR-12", "itimer", RuleClass::law, "ITIMER_VIRTUAL and ITIMER_PROF that were never set show zero.",
     "itimer.c get_cpu_itimer; getitimer(2)", "all"},

    // alarm
    {"ALRM-1", "alarm", RuleClass::law,
     "alarm returns the remaining seconds rounded half up, but 1 for anything between 0 and a second.",
     "itimer.c alarm_setitimer; POSIX alarm() RETURN VALUE", "linux-6.13"},
    {"ALRM-2", "alarm", RuleClass::quirk, "alarm rounds after truncation to microseconds.", "itimer.c alarm_setitimer",
     "releases up to 5.4, no profile yet"},
    {"ALRM-4", "alarm", RuleClass::quirk,
     "alarm's result is truncated to 32 bits: an armed timer of 2^32 s and more loses whole multiples of 2^32 s.",
     "itimer.c alarm_setitimer", "all"},
    {"ALRM-5", "alarm", RuleClass::law,
     "alarm returns 0 when the timer has expired, even if its SIGALRM is still pending, and leaves that SIGALRM.",
     "itimer.c alarm_setitimer", "all"},

    // POSIX timers
    {"PT-ARM-1", "posix-timer", RuleClass::law,
     "timer_settime relative: the deadline is now + it_value on the timer's clock, on MONOTONIC for a REALTIME timer. "
     "Absolute: the deadline is it_value on the timer's clock. The interval is kept only if it_value is not zero.",
     "posix-timers.c common_timer_set, common_hrtimer_arm; POSIX timer_settime() DESCRIPTION", "all"},
    {"PT-ARM-2", "posix-timer", RuleClass::law, "it_value zero disarms: value and interval read zero.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", "all"},
    {"PT-ARM-5", "posix-timer", RuleClass::law,
     "The old value of timer_settime is what timer_gettime would have shown just before.",
     "posix-timers.c common_timer_set; POSIX timer_settime() DESCRIPTION", "all"},
    {"PT-ARM-6", "posix-timer", RuleClass::law, "A SIGEV_NONE timer that was never armed, or was disarmed, shows zero.",
     "POSIX timer_gettime() DESCRIPTION, timer_settime() DESCRIPTION", "all"},
    {"PT-GET-1", "posix-timer", RuleClass::law,
     "timer_gettime shows deadline - now of an armed timer, 1 ns once that is not positive (0 for SIGEV_NONE).",
     "posix-timers.c common_timer_get; POSIX timer_gettime()", "all"},
    {"PT-GET-2", "posix-timer", RuleClass::law,
     "An expired one-shot timer shows 0; an expired periodic one whose signal was not yet delivered, and a periodic "
     "SIGEV_NONE "
     "one, show the time to the next point of the grid.",
     "posix-timers.c common_timer_get", "all"},
    {"PT-EXP-1", "posix-timer", RuleClass::law,
     "An expiry generates the timer's signal once; a periodic timer is rearmed only when that signal is delivered.",
     "posix-timers.c posix_timer_fn; POSIX timer_settime()", "all"},

    // delivery engine
    {"PTM-EXP", "delivery", RuleClass::law,
     "A timer has one signal entry: an expiry that finds it queued makes it valid again at its old place.",
     "posix-timers.c posix_timer_queue_signal; signal.c posixtimer_send_sigqueue", "linux-6.13"},
    {"PTM-DEQ", "delivery", RuleClass::law,
     "Delivery rearms a periodic timer to the first point of its grid after now.",
     "posix-timers.c __posixtimer_deliver_signal, common_hrtimer_rearm; POSIX timer_getoverrun()", "linux-6.13"},
    {"PTM-SET", "delivery", RuleClass::law,
     "timer_settime makes a signal that is still queued stale: it is dropped when its turn comes.",
     "posix-timers.c do_timer_settime", "linux-6.13"},
    {"PTM-DEL", "delivery", RuleClass::law, "timer_delete makes a signal that is still queued stale.",
     "posix-timers.c posix_timer_delete", "linux-6.13"},
    {"PND-3", "delivery", RuleClass::quirk,
     "A stale entry still shows in sigpending until somebody tries to dequeue its signal.",
     "signal.c dequeue_signal, do_sigpending", "linux-6.13"},

    // overrun
    {"OVR-1", "overrun", RuleClass::law,
     "A delivery reports floor((now - deadline) / interval) overruns, deadline being the expiry that queued the "
     "signal.",
     "posix-timers.c common_hrtimer_rearm, __posixtimer_deliver_signal; POSIX timer_getoverrun()", "linux-6.13"},
    {"OVR-2", "overrun", RuleClass::law,
     "timer_getoverrun returns the count of the last delivery that rearmed the timer; 0 before, after every "
     "timer_settime, and "
     "for one-shot and SIGEV_NONE timers.",
     "posix-timers.c timer_getoverrun, do_timer_settime; POSIX timer_getoverrun()", "all"},
    {"OVR-3", "overrun", RuleClass::law, "Counts above DELAYTIMER_MAX (2147483647) are reported as that.",
     "posix-timers.c timer_overrun_to_int; POSIX timer_getoverrun()", "linux-6.13"},
    {"OVR-4", "overrun", RuleClass::law,
     "A timer that fires again while its signal is queued reports no extra overrun for it.",
     "signal.c posixtimer_send_sigqueue", "linux-6.13"},

    // ignored signals
    {"IGN-1", "ignored", RuleClass::quirk,
     "A periodic timer whose signal is ignored at expiry is parked; when the disposition SIG_IGN is replaced by one "
     "that does "
     "not ignore, its signal is queued at once.",
     "signal.c posixtimer_sig_ignore, posixtimer_sig_unignore, do_sigaction", "linux-6.13"},
    {"IGN-2", "ignored", RuleClass::law,
     "Ignoring a signal discards the pending ones; a live periodic timer's is parked instead.",
     "signal.c flush_sigqueue_mask, posixtimer_sig_ignore; POSIX XSH 2.4.3", "linux-6.13"},
    {"IGN-3", "ignored", RuleClass::quirk, "Blocking the signal does not bring a parked timer back.",
     "signal.c posixtimer_send_sigqueue", "linux-6.13"},
    {"IGN-7", "ignored", RuleClass::law,
     "A one-shot timer whose signal is ignored at expiry is disarmed and nothing is queued.",
     "signal.c posixtimer_send_sigqueue; POSIX XSH 2.4.3", "all"},
    {"IGN-8", "ignored", RuleClass::quirk,
     "A parked timer that is set again and then unignored has a stale entry pending.",
     "signal.c posixtimer_sig_unignore", "linux-6.13"},

    // signals
    {"SIG-GEN-1", "signals", RuleClass::law,
     "A signal is discarded when generated if it is not blocked and its disposition ignores it; blocked and ignored is "
     "queued.",
     "signal.c sig_ignored; POSIX XSH 2.4.1", "all"},
    {"SIG-Q-1", "signals", RuleClass::law,
     "A standard signal is queued at most once for a process, whoever sends it; but POSIX timers have entries of their "
     "own that "
     "never merge with others.",
     "signal.c legacy_queue, __send_signal_locked, posixtimer_send_sigqueue; signal(7)", "all"},
    {"SIG-Q-2", "signals", RuleClass::law,
     "Signals are dequeued from the thread's own queue first, then from the process's; ILL, TRAP, BUS, FPE, SEGV and "
     "SYS before "
     "others; the lowest number first; in the order of queueing within a number.",
     "signal.c next_signal, dequeue_signal; POSIX XSH 2.4.2; signal(7)", "all"},
    {"SIG-Q-3", "signals", RuleClass::law,
     "Timers of one CPU that expire in the same interrupt queue their signals clock by clock (MONOTONIC, REALTIME, "
     "BOOTTIME, "
     "TAI) and by deadline within a clock.",
     "hrtimer.c __hrtimer_run_queues", "all"},
    {"SIG-WAIT", "signals", RuleClass::law,
     "rt_sigtimedwait returns a pending signal of its set at once, and fails with EAGAIN when its time is over without "
     "one.",
     "signal.c do_sigtimedwait; sigtimedwait(2); POSIX sigtimedwait()", "all"},
    {"SIG-SPURIOUS", "signals", RuleClass::law,
     "A signal arrives only if something sent it, and once for each sending.", "POSIX XSH 2.4.1", "all"},
    {"SIG-ACT", "signals", RuleClass::law,
     "rt_sigaction fails with EINVAL for numbers outside 1 to 64 and for SIGKILL and SIGSTOP, kill with EINVAL for "
     "numbers "
     "outside 0 to 64; changing the mask does not fail.",
     "signal.c do_sigaction; sigaction(2), kill(2), sigprocmask(2)", "all"},
    {"SIG-HANDLER", "signals", RuleClass::law,
     "A handler runs when its signal is pending and unblocked, before the thread goes on.",
     "signal.c get_signal; POSIX XSH 2.4.3", "all"},
    {"SIG-EINTR", "signals", RuleClass::law,
     "A wait ends early with EINTR only if a handler ran or the process was stopped.",
     "hrtimer.c hrtimer_nanosleep; signal.c do_sigtimedwait; nanosleep(2); signal(7)", "all"},
    {"SIG-DEATH", "signals", RuleClass::law,
     "A process dies of a signal exactly when one that is unblocked, has the default disposition and terminates is "
     "delivered.",
     "signal.c get_signal; signal(7)", "all"},

    // siginfo
    {"SIG-INFO-1", "siginfo", RuleClass::law, "ITIMER_REAL's SIGALRM has si_code SI_KERNEL and no sender.",
     "itimer.c it_real_fn; sigaction(2)", "all"},
    {"SIG-INFO-2", "siginfo", RuleClass::law,
     "A POSIX timer's signal has si_code SI_TIMER, the timer's id, its overrun count and the sigevent's value.",
     "posix-timers.c do_timer_create; sigaction(2); POSIX XSH 2.4.1", "all"},
    {"SIG-INFO-5", "siginfo", RuleClass::law,
     "kill's signal has si_code SI_USER, tgkill's SI_TKILL, with the sender's pid and uid.",
     "signal.c prepare_kill_siginfo, do_tkill; sigaction(2)", "all"},

    // time
    {"TIME-EARLY", "time", RuleClass::law, "A timer never fires before its deadline.",
     "POSIX XSH 2.8.5; hrtimer.c __hrtimer_run_queues", "all"},
    {"TIME-ORDER", "time", RuleClass::law,
     "Timers armed on one CPU fire in the order of their deadlines: none stays unfired when a later one has fired.",
     "hrtimer.c hrtimer_interrupt, __hrtimer_run_queues", "all"},
    {"TIME-LOST", "time", RuleClass::law,
     "A timer fires; one that has not within the liveness limit after its deadline is lost.",
     "POSIX timer_settime(), setitimer()", "all"},

    {"CALL-RETURNS", "time", RuleClass::law,
     "Every call returns: no step outlasts its own waits and the watchdog's limit.", "POSIX XSH 2.3", "all"},

    // traces
    {"TRACE-FORM", "trace", RuleClass::trace,
     "A trace has readings for every boundary and results of the form its steps call for.", "docs/trace-format.md",
     "all"},
    {"TRACE-CLOCK", "trace", RuleClass::trace, "MONOTONIC never goes backward from one reading to the next.",
     "clock_gettime(2); POSIX clock_getres()", "all"},
    {"WAIT-SHORT", "trace", RuleClass::law,
     "clock_nanosleep and rt_sigtimedwait do not return before their time without a reason.",
     "hrtimer.c hrtimer_nanosleep; POSIX clock_nanosleep(), sigtimedwait()", "all"},
    {"KERNEL-SPLAT", "trace", RuleClass::trace, "The kernel's taint flags do not change while programs run.",
     "Documentation/admin-guide/tainted-kernels.rst", "all"},
};

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
