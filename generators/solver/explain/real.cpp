// SPDX-License-Identifier: Apache-2.0
// Calls on ITIMER_REAL.
#include "generators/solver/explain/explainer.h"
#include "model/calls/alarm.h"
#include "model/calls/getitimer.h"
#include "model/calls/setitimer.h"

namespace timerlaw::solver {
namespace {

constexpr Wide kMicros = kSecond / kMicrosecond;

}  // namespace

bool Explainer::setitimer(const Run& run, const At& at, const Rest& rest) {
  Concrete e;
  int error = 0;
  const Step& step = at.step;
  check_setitimer(e, static_cast<std::int32_t>(step.clock), step.in, step.value.sec, step.value.frac, step.interval.sec,
                  step.interval.frac, [&](const Checked& checked) { error = checked.error; });
  if (error != 0) {
    return at.result.ret == -error && at.result.out != Out::written && rest(run);
  }
  if (at.result.ret != 0) {
    return false;
  }
  Wide interval = 0;
  const bool nothing = step.in == Pointer::null;  // ARG-SI-2
  if (!nothing) {
    timeval_to_ns(e, step.interval.sec, step.interval.frac, [&](Wide ns) { interval = ns; });
  }
  const auto set_then = [&](const Run& looked_at) {
    return set_real(looked_at, at, nothing ? TimeArg{} : step.value, interval, rest);
  };
  if (step.out == Pointer::null) {
    return set_then(run);
  }
  return at_an_instant(run, at, [&](const Run& here, const Term& now) { return shown_real(here, at, now, set_then); });
}

bool Explainer::getitimer(const Run& run, const At& at, const Rest& rest) {
  const Checked expected = check_getitimer(profile_, static_cast<std::int32_t>(at.step.clock), at.step.out);
  if (expected.error != 0) {
    return at.result.ret == -expected.error && at.result.out != Out::written && rest(run);
  }
  return at.result.ret == 0 &&
         at_an_instant(run, at, [&](const Run& here, const Term& now) { return shown_real(here, at, now, rest); });
}

// ITR-3, ITR-5.
bool Explainer::shown_real(const Run& run, const At& at, const Term& now, const Rest& rest) {
  const StepResult& result = at.result;
  const auto normal = [](Wide sec, Wide usec) { return sec >= 0 && usec >= 0 && usec < kMicros; };
  Concrete e;
  Wide interval = 0;
  ns_to_us(e, run.real.interval, [&](Wide us) { interval = us; });
  if (result.out != Out::written || !normal(result.sec, result.frac) ||
      !normal(result.interval_sec, result.interval_frac) ||
      Wide{result.interval_sec} * kMicros + result.interval_frac != interval) {
    return false;
  }
  const Wide value = Wide{result.sec} * kMicros + result.frac;
  if (!run.real.queued) {
    return value == 0 && rest(run);
  }
  return follow(
      [&](Symbolic& symbolic, const auto& arrive) {
        real_shown(symbolic, run.real.armed.deadline - now, [&](const Term& us) { arrive({us}); });
      },
      [&](const std::vector<Term>& out) { return assume(out[0] == value, [&] { return rest(run); }); });
}

// ALRM-1, ALRM-4, ALRM-5, ITR-11.
bool Explainer::alarm(const Run& run, const At& at, const Rest& rest) {
  const TimeArg value{static_cast<std::uint32_t>(at.step.number), 0, Origin::literal};
  const auto set_then = [&](const Run& looked_at) { return set_real(looked_at, at, value, 0, rest); };
  return at_an_instant(run, at, [&](const Run& here, const Term& now) {
    if (!here.real.queued) {
      return at.result.ret == 0 && set_then(here);
    }
    return follow(
        [&](Symbolic& e, const auto& arrive) {
          alarm_shown(e, profile_, here.real.armed.deadline - now, [&](const Term& seconds) { arrive({seconds}); });
        },
        [&](const std::vector<Term>& out) { return assume(out[0] == at.result.ret, [&] { return set_then(here); }); });
  });
}

// ITR-1, ITR-2, ITR-10.
bool Explainer::set_real(const Run& run, const At& at, const TimeArg& value, Wide interval, const Rest& rest) {
  return at_an_instant(run, at, [&](const Run& here, const Term& now) {
    Concrete concrete;
    bool arms = false;
    timeval_to_ns(concrete, value.sec, value.frac,
                  [&](Wide ns) { arming(concrete, kRealArming, ns, [&](bool a) { arms = a; }); });
    Run after = here;
    RealRun& real = after.real;
    real.queued = arms;
    real.interval = arms ? interval : 0;
    if (!arms) {
      return rest(after);
    }
    real.armed.since = now;
    real.armed.turn = after.next_turn++;
    real_deadline(concrete, at.before, value.sec, value.frac, [&](Wide ns) { real.armed.earliest = ns; });
    return follow(
        [&](Symbolic& e, const auto& arrive) {
          real_deadline(e, now, value.sec, value.frac, [&](const Term& ns) { arrive({ns}); });
        },
        [&](const std::vector<Term>& out) {
          real.armed.deadline = out[0];
          return rest(after);
        });
  });
}

// ITR-6: a SIGALRM has left the queue.
bool Explainer::rearm_real(const Run& run, const At& at, const Rest& rest) {
  if (run.real.queued || run.real.interval == 0) {
    return rest(run);
  }
  return at_an_instant(run, at, [&](const Run& here, const Term& now) {
    return follow(
        [&](Symbolic& e, const auto& arrive) {
          forward(e, here.real.armed.deadline, now, Term(here.real.interval),
                  [&](const Term& next, const Term&) { arrive({next}); });
        },
        [&](const std::vector<Term>& out) {
          Run after = here;
          after.real.queued = true;
          after.real.armed = {out[0], now, at.before + 1, after.next_turn++};
          return rest(after);
        });
  });
}

}  // namespace timerlaw::solver
