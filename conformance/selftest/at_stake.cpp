// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/at_stake.h"

#include "model/calls/checked.h"
#include "model/calls/signals.h"
#include "model/calls/timer_create.h"
#include "model/calls/timer_settime.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kSaturated = 9'223'372'036;  // seconds
constexpr std::int64_t kCentury = 3'155'760'000;    // seconds

const Step& step(const Trace& t, std::size_t i) {
  return t.program.steps[i];
}
bool shows(const Trace& t, std::size_t i) {
  return t.results[i].out == Out::written && step(t, i).op != Op::create;
}
bool shows_itimer(const Trace& t, std::size_t i) {
  return shows(t, i) && (step(t, i).op == Op::getitimer || step(t, i).op == Op::setitimer) && step(t, i).clock == 0;
}
bool shows_timer(const Trace& t, std::size_t i) {
  return shows(t, i) && (step(t, i).op == Op::gettime || step(t, i).op == Op::settime);
}
bool time_left(const Trace& t, std::size_t i) {
  return t.results[i].sec != 0 || t.results[i].frac != 0;
}
bool has_interval(const Trace& t, std::size_t i) {
  return t.results[i].interval_sec != 0 || t.results[i].interval_frac != 0;
}
bool took(const Trace& t, std::size_t i, std::int32_t code) {
  return step(t, i).op == Op::take && t.results[i].ret > 0 && t.results[i].info.code == code;
}
bool took_nothing(const Trace& t, std::size_t i) {
  return step(t, i).op == Op::take && t.results[i].ret == -kEagain;
}
bool sets_itimer(const Step& s) {
  return (s.op == Op::setitimer && s.clock == 0) || s.op == Op::alarm;
}

// The latest step before `i` for which `holds` does; `i` itself if there is none.
template <class Holds>
std::size_t latest(std::size_t i, const Holds& holds) {
  for (std::size_t before = i; before-- > 0;) {
    if (holds(before)) {
      return before;
    }
  }
  return i;
}
template <class Holds>
bool earlier(std::size_t i, const Holds& holds) {
  return latest(i, holds) != i;
}
std::size_t latest_itimer_setting(const Trace& t, std::size_t i) {
  return latest(i, [&](std::size_t s) { return sets_itimer(step(t, s)); });
}
// A signal was ignored, and is no more.
bool ignored_before(const Trace& t, std::size_t i, Signo signo) {
  return earlier(i, [&](std::size_t s) { return step(t, s).op == Op::ignore && step(t, s).number == signo; });
}

bool shows_cpu_itimer(const Trace& t, std::size_t i) {
  return shows(t, i) && (step(t, i).op == Op::getitimer || step(t, i).op == Op::setitimer) && step(t, i).clock != 0;
}
bool took_cpu_itimer_signal(const Trace& t, std::size_t i) {
  return took(t, i, kSiKernel) && t.results[i].info.signo != kSigAlrm;
}
bool creates(const Trace& t, std::size_t i) {
  return step(t, i).op == Op::create && t.results[i].ret == 0;
}
template <Op op>
bool happened_before(const Trace& t, std::size_t i) {
  return earlier(i, [&](std::size_t s) { return step(t, s).op == op && t.results[s].ret >= 0; });
}
bool restores_before(const Trace& t, std::size_t i) {
  return earlier(i, [&](std::size_t s) { return step(t, s).op == Op::restore && step(t, s).number == 1; });
}

// A take that found nothing though a signal showed as pending after a step of `op`.
template <Op op>
bool nothing_after_pending_after(const Trace& t, std::size_t i) {
  if (!took_nothing(t, i) || i == 0 || step(t, i - 1).op != Op::pending) {
    return false;
  }
  const bool pending = (t.results[i - 1].pending.bits & step(t, i).set.bits) != 0;
  return pending && earlier(i - 1, [&](std::size_t s) { return step(t, s).op == op && t.results[s].ret == 0; });
}

// A setting whose deadline had passed already.
bool sets_past_deadline(const Trace& t, std::size_t s) {
  const Step& set = step(t, s);
  const bool past = set.value.origin == Origin::literal ? set.value.sec == 0 && set.value.frac != 0
                                                        : set.value.sec < 0 || set.value.frac < 0;
  return set.op == Op::settime && is_absolute(set.flags) && past && t.results[s].ret == 0;
}
bool earlier_past_deadline(const Trace& t, std::size_t i) {
  return earlier(i, [&](std::size_t s) { return sets_past_deadline(t, s); });
}
// Of a deadline before which no other timer can have been due.
bool pending_after_first_deadline(const Trace& t, std::size_t i) {
  return i > 0 && step(t, i).op == Op::pending && sets_past_deadline(t, i - 1) &&
         step(t, i - 1).value.origin == Origin::literal && step(t, i - 1).value.frac == 1;
}

// SIGCONT was sent, or a timer sent it.
bool continued_before(const Trace& t, std::size_t i) {
  return earlier(i, [&](std::size_t s) {
    return (step(t, s).op == Op::kill || step(t, s).op == Op::create) && step(t, s).number == kSigCont;
  });
}

constexpr AtStake kAtStake[] = {
    {"CONV-1"_rule, "longer-interval",
     [](const Trace& t, std::size_t i) { return shows(t, i) && t.results[i].interval_sec == kSaturated; }},
    {"CONV-2"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows(t, i) && t.results[i].sec > kSaturated - kCentury; }},
    {"CONV-3"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows_timer(t, i) && t.results[i].sec > kSaturated - kCentury; }},
    {"CONV-4"_rule, "one-unit-more",
     [](const Trace& t, std::size_t i) { return shows_itimer(t, i) && time_left(t, i); }},
    {"CONV-5"_rule, "less-time-left",
     [](const Trace& t, std::size_t i) {
       return shows_itimer(t, i) && time_left(t, i) && step(t, latest_itimer_setting(t, i)).value.frac != 0;
     }},
    {"CONV-7"_rule, "less-time-left",
     [](const Trace& t, std::size_t i) {
       return shows_timer(t, i) && has_interval(t, i) &&
              earlier(i, [&](std::size_t s) { return took(t, s, kSiTimer); });
     }},
    {"ARG-AL-1"_rule, "failure-in-place-of-success",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::alarm; }},
    {"ARG-TC-6"_rule, "success-in-place-of-failure",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::create && step(t, i).notify == kNotifyThreadId && step(t, i).tid != kSelfTid &&
              t.results[i].ret == -kEinval;
     }},
    {"ARG-TC-7"_rule, "info-value",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && earlier(i, [&](std::size_t s) {
                return step(t, s).op == Op::create && step(t, s).in == Pointer::null &&
                       t.results[s].id == t.results[i].info.a;
              });
     }},
    {"ARG-TS-2"_rule, "failure-in-place-of-success",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::settime && (step(t, i).flags & ~kAbstime) != 0; }},
    {"SIDE-2"_rule, "one-less",
     [](const Trace& t, std::size_t i) {
       const std::size_t last = latest(i, [&](std::size_t s) { return step(t, s).op == Op::create; });
       return step(t, i).op == Op::create && t.results[i].ret == 0 && t.results[last].ret == -kEinval &&
              clock_kind(static_cast<std::int32_t>(step(t, last).clock), false) == ClockKind::hrtimer;
     }},
    {"SIDE-4"_rule, "no-time-left",
     [](const Trace& t, std::size_t i) {
       return i > 0 && shows(t, i) && t.results[i - 1].ret == -kEinval &&
              (step(t, i - 1).op == Op::settime || step(t, i - 1).op == Op::setitimer);
     }},
    {"SIDE-3"_rule, "not-written",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::create && t.results[i].ret < 0 && t.results[i].out == Out::written;
     }},
    {"SIDE-5"_rule, "one-less",
     [](const Trace& t, std::size_t i) {
       const std::size_t last = latest(i, [&](std::size_t s) { return step(t, s).op == Op::create; });
       return creates(t, i) && last != i && t.results[last].ret < 0 && restores_before(t, last);
     }},
    {"ID-3"_rule, "one-more",
     [](const Trace& t, std::size_t i) { return creates(t, i) && happened_before<Op::exec>(t, i); }},
    {"ID-4"_rule, "one-more", [](const Trace& t, std::size_t i) { return creates(t, i) && restores_before(t, i); }},
    {"ITR-6"_rule, "no-time-left",
     [](const Trace& t, std::size_t i) {
       return shows_itimer(t, i) && has_interval(t, i) &&
              earlier(i, [&](std::size_t s) { return took(t, s, kSiKernel); });
     }},
    {"ITR-7"_rule, "interval-left",
     [](const Trace& t, std::size_t i) {
       return shows_itimer(t, i) && has_interval(t, i) && !time_left(t, i) && ignored_before(t, i, kSigAlrm);
     }},
    {"ITR-9"_rule, "took-itimer-signal",
     [](const Trace& t, std::size_t i) {
       return took_nothing(t, i) && earlier(i, [&](std::size_t s) { return sets_itimer(step(t, s)); }) &&
              earlier(i, [&](std::size_t s) { return t.results[s].info.signo == kSigAlrm; });
     }},
    {"ITR-10"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiKernel) && earlier(i, [&](std::size_t s) {
                return sets_itimer(step(t, s)) &&
                       earlier(s, [&](std::size_t p) { return t.results[p].pending.has(kSigAlrm); });
              });
     }},
    {"ITR-11"_rule, "longer-interval",
     [](const Trace& t, std::size_t i) {
       return shows_itimer(t, i) && step(t, latest_itimer_setting(t, i)).op == Op::alarm;
     }},
    {"ALRM-4"_rule, "one-more",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::alarm && step(t, latest_itimer_setting(t, i)).value.sec >> 32 != 0;
     }},
    {"ITC-1"_rule, "longer-interval",
     [](const Trace& t, std::size_t i) { return shows_cpu_itimer(t, i) && has_interval(t, i) && !time_left(t, i); }},
    {"ITC-2"_rule, "less-time-left",
     [](const Trace& t, std::size_t i) { return shows_cpu_itimer(t, i) && time_left(t, i); }},
    {"ITC-3"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows_cpu_itimer(t, i) && step(t, i).op == Op::getitimer; }},
    {"ITC-4"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows_cpu_itimer(t, i) && step(t, i).op == Op::setitimer; }},
    {"ITC-6"_rule, "took-nothing", took_cpu_itimer_signal},
    {"ITC-8"_rule, "took-what-was-not-sent",
     [](const Trace& t, std::size_t i) {
       return took_nothing(t, i) && earlier(i, [&](std::size_t s) { return took_cpu_itimer_signal(t, s); });
     }},
    {"SIG-INFO-6"_rule, "info-code", took_cpu_itimer_signal},
    {"SIG-INFO-5"_rule, "info-code",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiUser) || took(t, i, kSiTkill); }},
    {"LIFE-FORK"_rule, "pending-invented",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::pending && happened_before<Op::fork>(t, i); }},
    {"LIFE-EXEC"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiKernel) && happened_before<Op::exec>(t, i); }},
    {"LIFE-EXEC-2"_rule, "pending-invented",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::pending && happened_before<Op::exec>(t, i); }},
    {"LIFE-THR-1"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && happened_before<Op::thread>(t, i); }},
    {"LIFE-THR-2"_rule, "took-timer-signal",
     [](const Trace& t, std::size_t i) { return took_nothing(t, i) && happened_before<Op::exit>(t, i); }},
    {"SIG-T-1"_rule, "took-timer-signal",
     [](const Trace& t, std::size_t i) { return took_nothing(t, i) && happened_before<Op::thread>(t, i); }},
    {"CPU-2"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && happened_before<Op::burn>(t, i); }},
    {"CPU-7"_rule, "info-overrun-more",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && happened_before<Op::burn>(t, i); }},
    {"CLK-1"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows_timer(t, i) && happened_before<Op::setclock>(t, i); }},
    {"CLK-5"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) { return shows_timer(t, i) && happened_before<Op::timens>(t, i); }},
    {"SIG-RESTART"_rule, "not-restarted",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::read && t.results[i].deliveries > 0; }},
    {"PT-ARM-5"_rule, "no-time-left",
     [](const Trace& t, std::size_t i) { return shows(t, i) && step(t, i).op == Op::settime; }},
    {"PT-EXP-1"_rule, "took-timer-signal",
     [](const Trace& t, std::size_t i) {
       return took_nothing(t, i) && earlier(i, [&](std::size_t s) { return took(t, s, kSiTimer); });
     }},
    {"PTM-EXP"_rule, "took-in-other-order",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && earlier(i, [&](std::size_t s) {
                return step(t, s).op == Op::settime &&
                       earlier(s, [&](std::size_t p) { return !t.results[p].pending.empty(); });
              });
     }},
    {"PTM-DEQ"_rule, "more-time-left",
     [](const Trace& t, std::size_t i) {
       return shows_timer(t, i) && has_interval(t, i) &&
              earlier(i, [&](std::size_t s) { return took(t, s, kSiTimer); });
     }},
    {"PTM-SET"_rule, "took-timer-signal", nothing_after_pending_after<Op::settime>},
    {"PTM-DEL"_rule, "took-timer-signal", nothing_after_pending_after<Op::remove>},
    {"PND-3"_rule, "pending-lost",
     [](const Trace& t, std::size_t i) {
       return i + 1 < t.results.size() && nothing_after_pending_after<Op::settime>(t, i + 1);
     }},
    {"IGN-1"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && ignored_before(t, i, t.results[i].info.signo);
     }},
    {"IGN-2"_rule, "pending-though-ignored",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::pending && earlier(i, [&](std::size_t s) {
                return step(t, s).op == Op::ignore && earlier(s, [&](std::size_t p) {
                         return t.results[p].pending.has(static_cast<Signo>(step(t, s).number));
                       });
              });
     }},
    {"IGN-3"_rule, "pending-though-ignored",
     [](const Trace& t, std::size_t i) {
       const std::size_t masked = latest(i, [&](std::size_t s) { return step(t, s).op == Op::mask; });
       return step(t, i).op == Op::pending && masked != i &&
              earlier(masked, [&](std::size_t s) { return step(t, s).op == Op::ignore; });
     }},
    {"IGN-7"_rule, "pending-though-ignored",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::pending && earlier(i, [&](std::size_t s) {
                return step(t, s).op == Op::unmask &&
                       earlier(s, [&](std::size_t p) { return step(t, p).op == Op::ignore; });
              });
     }},
    {"IGN-8"_rule, "pending-lost",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::pending && earlier(i, [&](std::size_t s) {
                return step(t, s).op == Op::settime &&
                       earlier(s, [&](std::size_t p) { return step(t, p).op == Op::ignore; });
              });
     }},
    {"SIG-GEN-1"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiUser) && ignored_before(t, i, t.results[i].info.signo);
     }},
    {"SIG-Q-2"_rule, "took-in-other-order", [](const Trace& t, std::size_t i) { return step(t, i).op == Op::take; }},
    {"SIG-Q-3"_rule, "took-in-other-order", [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer); }},
    {"PT-ARM-4"_rule, "pending-lost", pending_after_first_deadline},
    {"PT-ARM-7"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && earlier_past_deadline(t, i); }},
    {"OVR-7"_rule, "info-overrun-more",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && t.results[i].info.b > 0 && earlier_past_deadline(t, i);
     }},
    {"OVR-6"_rule, "info-overrun-less",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && t.results[i].info.b > 0 && ignored_before(t, i, t.results[i].info.signo);
     }},
    {"IGN-4"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) {
       return took(t, i, kSiTimer) && ignored_before(t, i, t.results[i].info.signo);
     }},
    {"PTM-UNIGN"_rule, "pending-lost",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::pending && i > 0 && step(t, i - 1).op == Op::handler &&
              t.results[i].pending.has(static_cast<Signo>(step(t, i - 1).number));
     }},
    {"PTM-FLUSH"_rule, "pending-though-ignored",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::pending && i > 0 && step(t, i - 1).op == Op::ignore;
     }},
    {"PND-2"_rule, "took-in-other-order", [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer); }},
    {"ITR-8"_rule, "took-itimer-signal",
     [](const Trace& t, std::size_t i) { return took_nothing(t, i) && ignored_before(t, i, kSigAlrm); }},
    {"SIG-SIDE-1"_rule, "pending-invented",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::pending && continued_before(t, i); }},
    {"SIG-SIDE-2"_rule, "took-timer-signal",
     [](const Trace& t, std::size_t i) { return took_nothing(t, i) && continued_before(t, i); }},
    {"SIG-Q-4"_rule, "took-in-other-order",
     [](const Trace& t, std::size_t i) { return step(t, i).op == Op::take && happened_before<Op::burn>(t, i); }},
    {"SIG-INFO-3"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiKernel) && happened_before<Op::limit>(t, i); }},
    {"LIFE-THR-3"_rule, "took-nothing",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && happened_before<Op::exit>(t, i); }},
    {"LIFE-THR-4"_rule, "success-in-place-of-failure",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::settime && t.results[i].ret == -kEsrch && happened_before<Op::exit>(t, i);
     }},
    {"SIDE-6"_rule, "took-timer-signal",
     [](const Trace& t, std::size_t i) {
       return took_nothing(t, i) && earlier(i, [&](std::size_t s) { return t.results[s].ret == -kEsrch; });
     }},
    {"CPU-1"_rule, "pending-lost", pending_after_first_deadline},
    {"CPU-10"_rule, "less-time-left",
     [](const Trace& t, std::size_t i) { return shows_timer(t, i) && t.results[i].sec > kSaturated - kCentury; }},
    {"C32-1"_rule, "less-time-left",
     [](const Trace& t, std::size_t i) { return shows(t, i) && (step(t, i).time32 || shows_itimer(t, i)); }},
    {"C32-2"_rule, "longer-interval",
     [](const Trace& t, std::size_t i) { return shows(t, i) && (step(t, i).time32 || shows_itimer(t, i)); }},
    {"C32-3"_rule, "failure-in-place-of-success",
     [](const Trace& t, std::size_t i) {
       return step(t, i).op == Op::settime && !step(t, i).time32 && step(t, i).value.frac >> 32 != 0;
     }},
    {"C32-4"_rule, "info-value",
     [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer) && t.results[i].info.value >> 32 == 0; }},
    {"TIME-EARLY"_rule, "took-no-time", [](const Trace& t, std::size_t i) { return took(t, i, kSiTimer); }},
    {"TRACE-CLOCK"_rule, "clock-backward", [](const Trace&, std::size_t) { return true; }},
};

}  // namespace

std::span<const AtStake> at_stake() {
  return kAtStake;
}

}  // namespace timerlaw
