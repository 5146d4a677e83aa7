// SPDX-License-Identifier: Apache-2.0
// Calls on POSIX timers.
#include <algorithm>

#include "generators/solver/explain/explainer.h"
#include "model/calls/timer_create.h"
#include "model/calls/timer_delete.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"

namespace timerlaw::solver {
namespace {

bool failed(const StepResult& result, int error) {
  return result.ret == -error && result.out != Out::written;
}

}  // namespace

// ID-1, ARG-TC-7.
bool Explainer::create(const Run& run, const At& at, const Rest& rest) {
  const CreateChecked expected = check_timer_create(profile_, facts_, at.step, {});
  if (expected.checked.error != 0 || at.result.ret != 0 || at.result.out != Out::written) {
    return false;
  }
  Run after = run;
  const auto in_use = [&](std::int64_t id) {
    return std::ranges::any_of(run.timers, [&](const PosixRun& t) { return t.alive && t.id == id; });
  };
  while (in_use(after.next_id)) {
    after.next_id = next_timer_id(after.next_id);
  }
  PosixRun timer;
  timer.id = after.next_id;
  after.next_id = next_timer_id(after.next_id);
  const bool defaults = at.step.in == Pointer::null;
  timer.signo = defaults ? kSigAlrm : static_cast<Signo>(at.step.number);
  timer.sival = defaults ? static_cast<std::uint32_t>(timer.id) : at.step.sival;
  timer.notify_none = !defaults && at.step.notify == kNotifyNone;
  if (at.step.slot != kNoSlot) {
    const auto slot = static_cast<std::size_t>(at.step.slot);
    after.by_slot.resize(std::max(after.by_slot.size(), slot + 1), -1);
    after.by_slot[slot] = timer.id;
  }
  after.timers.push_back(timer);
  return at.result.id == timer.id && rest(after);
}

// ARG-ID-1. kNoTimer: unknown.
std::size_t Explainer::find(const Run& run, const Step& step) const {
  std::int64_t id = static_cast<std::int32_t>(step.id);
  if (step.slot != kNoSlot) {
    const auto slot = static_cast<std::size_t>(step.slot);
    id = slot < run.by_slot.size() ? run.by_slot[slot] : -1;
  }
  for (std::size_t i = 0; i < run.timers.size(); ++i) {
    if (run.timers[i].alive && run.timers[i].id == id) {
      return i;
    }
  }
  return kNoTimer;
}

TimeArg Explainer::value_of(const At& at) const {
  const TimeArg& value = at.step.value;
  if (value.origin == Origin::literal) {
    return value;
  }
  const Nanos from = value.origin == Origin::now ? Nanos{static_cast<std::int64_t>(at.before)} : trace_.readings[0];
  const std::int64_t ns = resolve(value, from).ns;
  const auto sec = static_cast<std::int64_t>(timerlaw::floor_div(ns, kSecond));
  return {sec, ns - sec * static_cast<std::int64_t>(kSecond), Origin::literal};
}

bool Explainer::settime(const Run& run, const At& at, const Rest& rest) {
  const std::size_t timer = find(run, at.step);
  const TimeArg value = value_of(at);
  Concrete e;
  int error = 0;
  check_timer_settime(e, at.step.in, timer != kNoTimer, value.sec, value.frac, at.step.interval.sec,
                      at.step.interval.frac, [&](const Checked& checked) { error = checked.error; });
  if (error != 0) {
    return failed(at.result, error) && rest(run);
  }
  const auto set_then = [&](const Run& looked_at) {
    return at_an_instant(looked_at, at,
                         [&](const Run& here, const Term& now) { return set(here, at, timer, value, now, rest); });
  };
  if (at.result.ret != 0) {
    return false;
  }
  if (at.step.out == Pointer::null) {
    return set_then(run);
  }
  return at_an_instant(run, at,
                       [&](const Run& here, const Term& now) { return shown(here, at, timer, now, set_then); });
}

bool Explainer::gettime(const Run& run, const At& at, const Rest& rest) {
  const std::size_t timer = find(run, at.step);
  const Checked expected = check_timer_gettime(timer != kNoTimer, at.step.out);
  if (expected.error != 0) {
    return failed(at.result, expected.error) && rest(run);
  }
  return at.result.ret == 0 &&
         at_an_instant(run, at, [&](const Run& here, const Term& now) { return shown(here, at, timer, now, rest); });
}

// PT-GET-1: the result shows the timer as it stands now, and if that forwards it, it stays forwarded.
bool Explainer::shown(const Run& run, const At& at, std::size_t timer, const Term& now, const Rest& rest) {
  const PosixRun& t = run.timers[timer];
  const StepResult& result = at.result;
  const auto normal = [](Wide sec, Wide nsec) { return sec >= 0 && nsec >= 0 && nsec < kSecond; };
  if (result.out != Out::written || !normal(result.sec, result.frac) ||
      !normal(result.interval_sec, result.interval_frac) ||
      Wide{result.interval_sec} * kSecond + result.interval_frac != t.interval) {
    return false;
  }
  const Wide value = Wide{result.sec} * kSecond + result.frac;
  if (!t.set || (t.interval == 0 && !t.notify_none && t.signal.status != TimerStatus::armed)) {
    return value == 0 && rest(run);
  }
  const bool forwards = t.interval != 0 && (t.notify_none || t.signal.status == TimerStatus::pending);
  const auto rule = [&](Symbolic& e, const auto& arrive) {
    const auto show = [&](const Term& deadline, const Term& periods) {
      posix_remaining(e, deadline - now, t.notify_none, [&](const Term& ns) { arrive({deadline, periods, ns}); });
    };
    if (forwards) {
      forward(e, t.armed.deadline, now, Term(t.interval), show);
    } else {
      show(t.armed.deadline, 0);
    }
  };
  return follow(rule, [&](const std::vector<Term>& out) {
    return assume(out[2] == value, [&] {
      Run after = run;
      after.timers[timer].armed.deadline = out[0];
      after.timers[timer].counted = after.timers[timer].counted + out[1];
      return rest(after);
    });
  });
}

// PT-ARM-1, PT-ARM-2, PTM-SET.
bool Explainer::set(const Run& run, const At& at, std::size_t timer, const TimeArg& value, const Term& now,
                    const Rest& rest) {
  const bool absolute = is_absolute(at.step.flags);
  const auto deadline_at = [&](auto& e, const auto& instant, const auto& then) {
    posix_deadline(e, false, absolute, instant, value.sec, value.frac, then);
  };
  Concrete concrete;
  bool arms = false;
  Wide interval = 0;
  timespec_to_ns(concrete, value.sec, value.frac,
                 [&](Wide ns) { arming(concrete, kPosixArming, ns, [&](bool a) { arms = a; }); });
  timespec_to_ns(concrete, at.step.interval.sec, at.step.interval.frac, [&](Wide ns) { interval = ns; });
  Run after = run;
  PosixRun& t = after.timers[timer];
  t.signal = set_again(t.signal, arms && !t.notify_none);
  t.set = arms;
  t.interval = arms ? interval : 0;
  t.counted = -1;
  t.last = 0;
  if (!arms) {
    return rest(after);
  }
  t.armed.since = now;
  t.armed.turn = after.next_turn++;
  deadline_at(concrete, at.before, [&](Wide ns) { t.armed.earliest = ns; });
  return follow([&](Symbolic& e, const auto& arrive) { deadline_at(e, now, [&](const Term& ns) { arrive({ns}); }); },
                [&](const std::vector<Term>& out) {
                  t.armed.deadline = out[0];
                  return rest(after);
                });
}

// OVR-2.
bool Explainer::overrun(const Run& run, const At& at, const Rest& rest) {
  const std::size_t timer = find(run, at.step);
  const Checked expected = check_timer_getoverrun(timer != kNoTimer);
  if (expected.error != 0) {
    return at.result.ret == -expected.error && rest(run);
  }
  return follow(
      [&](Symbolic& e, const auto& arrive) {
        overrun_count(e, profile_, run.timers[timer].last, [&](const Term& count) { arrive({count}); });
      },
      [&](const std::vector<Term>& out) { return assume(out[0] == at.result.ret, [&] { return rest(run); }); });
}

// PTM-DEL, PTC-DEL.
bool Explainer::remove(const Run& run, const At& at, const Rest& rest) {
  const std::size_t timer = find(run, at.step);
  const Checked expected = check_timer_delete(timer != kNoTimer);
  if (expected.error != 0) {
    return at.result.ret == -expected.error && rest(run);
  }
  return at.result.ret == 0 && at_an_instant(run, at, [&](const Run& here, const Term&) {
           Run after = here;
           after.timers[timer].signal = deleted(after.timers[timer].signal);
           after.timers[timer].alive = false;
           return rest(after);
         });
}

}  // namespace timerlaw::solver
