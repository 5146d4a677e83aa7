// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/distinguishing.h"

#include <stdexcept>
#include <string>

#include "conformance/formats/program_text.h"

namespace timerlaw::versions {
namespace {

struct Case {
  std::string_view of;
  std::string_view name;
  std::string_view steps;
  bool fresh = false;
};

// How late a timer fires is never judged: where a program rests on an expiry, it has a step that shows it.
constexpr Case kCases[] = {
    {"time_base", "15 ms read back", "setitimer real value=15ms\ngetitimer real\nsetitimer real value=0\n"},
    {"cputime_unit", "25 ms of ITIMER_PROF read back",
     "setitimer prof value=25001us\ngetitimer prof\nsetitimer prof value=0\n"},
    {"validates_timeval", "a million microseconds", "setitimer real sec=0 usec=1000000\nsetitimer real value=0\n"},
    {"old_value_checked_first", "an old value that cannot be written",
     "setitimer real value=9s old=bad\ngetitimer real\nsetitimer real value=0\n"},
    {"getitimer_null_first", "getitimer(99, NULL)", "getitimer which=99 out=null\n"},
    {"alarm_round", "alarm with 1.2 s to go", "setitimer real value=1s200ms\nalarm 0\n"},
    // Which side of the last microsecond a call sees is chance: several tries.
    {"alarm_round", "alarm in the last microsecond",
     "setitimer real value=300us\nuntil real-700ns\nalarm 0\n"
     "setitimer real value=300us\nuntil real-600ns\nalarm 0\n"
     "setitimer real value=300us\nuntil real-500ns\nalarm 0\n"
     "setitimer real value=300us\nuntil real-400ns\nalarm 0\n"
     "setitimer real value=300us\nuntil real-800ns\nalarm 0\n"},
    {"real_rearm", "a periodic timer with SIGALRM pending",
     "setitimer real value=1ms interval=10s\nsleep 20ms\npending\ngetitimer real\nsetitimer real value=0\n"},
    {"real_zero_keeps_interval", "an interval with a value of zero",
     "setitimer real value=0 interval=5s\ngetitimer real\n"},
    {"cputime_saturates", "ITIMER_PROF beyond what nanoseconds can hold",
     "setitimer prof sec=18446744074 usec=0\ngetitimer prof\nsetitimer prof value=0\n"},
    // At the second expiry the CPU time is the deadline exactly, if ticks have one of these lengths.
    {"itimer_equal_is_firing", "at its deadline, ticks of 4 ms",
     "setitimer prof value=4ms interval=2ms\nburn 1s for=PROF\ntake PROF timeout=0\nburn 1s for=PROF\n"
     "take PROF timeout=0\ngetitimer prof\nsetitimer prof value=0\n"},
    {"itimer_equal_is_firing", "at its deadline, ticks of 10 ms",
     "setitimer prof value=10ms interval=5ms\nburn 1s for=PROF\ntake PROF timeout=0\nburn 1s for=PROF\n"
     "take PROF timeout=0\ngetitimer prof\nsetitimer prof value=0\n"},
    {"itimer_equal_is_firing", "at its deadline, ticks of 1 ms",
     "setitimer prof value=1ms interval=500us\nburn 1s for=PROF\ntake PROF timeout=0\nburn 1s for=PROF\n"
     "take PROF timeout=0\ngetitimer prof\nsetitimer prof value=0\n"},
    {"posix_timers", "timer_create", "create t0 clock=monotonic notify=none\n"},
    {"sevp_before_clock", "an unreadable sigevent and an unknown clock", "create t0 clock=999 sevp=bad\n"},
    {"notify_strict", "sigev_notify 8", "create t0 clock=monotonic notify=8 signo=USR1\n"},
    {"id_allocation", "the id after a deleted one",
     "create t0 clock=monotonic notify=none\ndelete t0\ncreate t1 clock=monotonic notify=none\n", true},
    {"restore_ids", "prctl(PR_TIMER_CREATE_RESTORE_IDS)", "restore get\n", true},
    {"overrun_clamped", "nanoseconds since 1970",
     "create t0 clock=realtime notify=signal signo=RTMIN+0\nsettime t0 abs value=1ns interval=1ns\n"
     "take RTMIN+0 timeout=1s\noverrun t0\nsettime t0 rel value=0\n"},
    {"stale_signals_dropped", "set again while its signal is pending",
     "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 rel value=1ms\nsleep 20ms\n"
     "pending\nsettime t0 rel value=10s\ntake RTMIN+0 timeout=0\n"},
    {"stale_signals_dropped", "deleted while its signal is pending",
     "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 rel value=1ms\nsleep 20ms\n"
     "pending\ndelete t0\ntake RTMIN+0 timeout=0\n"},
    {"ignored_periodic_parked", "ignored, then handled",
     "ignore USR1\nunmask USR1\ncreate t0 clock=monotonic notify=signal signo=USR1\n"
     "settime t0 rel value=1ms interval=10s\nsleep 20ms\ngettime t0\nhandler USR1\nmask USR1\n"},
    {"refire_bumps_overrun", "fired twice while its signal is pending",
     "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 rel value=1ms\nsleep 20ms\n"
     "pending\nsettime t0 rel value=1ms\nsleep 20ms\ngettime t0\ntake RTMIN+0 timeout=0\noverrun t0\n"},
    {"leaks_sys_private", "a periodic timer deleted while its signal is pending",
     "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 rel value=1ms interval=10s\nsleep 20ms\n"
     "pending\ndelete t0\ntake RTMIN+0 timeout=0\n"},
    {"cpu_timers_forwarded", "an interval with a value of zero, on CPU time",
     "create t0 clock=process_cputime notify=none\nsettime t0 rel value=0 interval=7s\ngettime t0\n"},
    {"preferred_thread", "ignored by the leader, blocked by the thread that runs",
     "ignore USR1\ncreate t0 clock=monotonic notify=signal signo=USR1\nthread 1 {\n}\nunmask USR1\n"
     "settime t0 rel value=5ms\nthread 1 {\n  burn 20ms\n  gettime t0\n  pending\n}\n",
     true},
    {"expired_at_arm_synchronous", "due when it is set",
     "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 abs value=1ns\npending\n"
     "settime t0 abs value=1ns\npending\nsettime t0 abs value=1ns\npending\n"},
    {"time_namespaces", "a deadline below the offset",
     "timens monotonic=100s\nfork 1 {\n  create t0 clock=monotonic notify=none\n"
     "  settime t0 abs value=now+10s\n  gettime t0\n}\n",
     true},
    {"alarm_clock_forwards", "SIGEV_NONE on an alarm clock, after its deadline",
     "create t0 clock=boottime_alarm notify=none\nsettime t0 rel value=1ms interval=10s\nsleep 20ms\ngettime t0\n"
     "settime t0 rel value=0\n"},
};

std::vector<Distinguishing> parsed() {
  std::vector<Distinguishing> all;
  for (const Case& one : kCases) {
    const std::string text =
        std::string("timerlaw program 1") + (one.fresh ? " child=fresh" : "") + "\n" + std::string(one.steps);
    const auto programs = parse_programs(text, one.name);
    if (!programs)
      throw std::logic_error(programs.error());
    all.push_back({one.of, one.name, programs->front()});
  }
  return all;
}

}  // namespace

const std::vector<Distinguishing>& distinguishing_programs() {
  static const std::vector<Distinguishing> all = parsed();
  return all;
}

}  // namespace timerlaw::versions
