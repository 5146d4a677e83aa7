// SPDX-License-Identifier: Apache-2.0
// Interrupts. Every timer of the fragment is of one clock and one CPU, so what several interrupts do between two calls
// one does too, at the instant of the last: it expires the same timers in the same order. So there is one, or none.
#include <algorithm>

#include "generators/solver/explain/explainer.h"

namespace timerlaw::solver {
namespace {

bool is_armed(const PosixRun& timer) {
  return !timer.notify_none && timer.signal.status == TimerStatus::armed;
}

}  // namespace

bool Explainer::interrupt(const Run& run, const At& at, const Rest& rest) {
  std::vector<Due> due;
  for (std::size_t i = 0; i < run.timers.size(); ++i) {
    if (is_armed(run.timers[i]) && run.timers[i].armed.earliest <= at.after) {
      due.push_back({&run.timers[i].armed, i});
    }
  }
  if (run.real.queued && run.real.armed.earliest <= at.after) {
    due.push_back({&run.real.armed, kItimerReal});
  }
  if (due.empty()) {
    return rest(run);
  }
  const Term instant = fresh("n");
  Run after = run;
  after.last = instant;
  return given(run.last <= instant && instant <= at.after,
               [&] { return expire_next(after, instant, due, nullptr, rest); }) ||
         rest(run);
}

// `due` are those that may be due and have not expired; `previous` has expired last.
bool Explainer::expire_next(const Run& run, const Term& instant, const std::vector<Due>& due, const Due* previous,
                            const Rest& rest) {
  for (const Due& next : due) {
    const Term& deadline = next.armed->deadline;
    Condition expires = deadline - options_.fires_early_by.ns <= instant;
    if (previous != nullptr) {
      const bool first_armed = previous->armed->turn < next.armed->turn;
      expires = expires && (first_armed ? previous->armed->deadline <= deadline : previous->armed->deadline < deadline);
    }
    std::vector<Due> others;
    std::ranges::copy_if(due, std::back_inserter(others), [&](const Due& other) { return other.timer != next.timer; });
    if (assume(expires, [&] { return expire_next(expired(run, next.timer), instant, others, &next, rest); })) {
      return true;
    }
  }
  if (previous == nullptr) {
    return false;
  }
  Condition not_due = true;
  for (const Due& other : due) {
    not_due = not_due && other.armed->deadline > instant;
  }
  return assume(not_due, [&] { return rest(run); });
}

// PT-EXP-1, ITR-5, ITR-9.
Run Explainer::expired(const Run& run, std::size_t timer) const {
  Run after = run;
  if (timer == kItimerReal) {
    after.real.queued = false;
    const bool merges = std::ranges::any_of(run.queue, [](const Pending& p) { return p.signo == kSigAlrm; });
    if (!merges) {
      after.queue.push_back({kSigAlrm, kItimerReal});
    }
    return after;
  }
  PosixRun& t = after.timers[timer];
  const bool was_queued = t.signal.in_queue();
  t.signal = timerlaw::expired(profile_, t.signal, t.interval != 0, false, false);
  if (was_queued) {
    ++t.refires;
  } else {
    t.refires = 0;
    after.queue.push_back({t.signo, timer});
  }
  return after;
}

// TIME-LOST: nothing has been due, and not expired, for longer than the limit when the step begins.
bool Explainer::none_is_lost(const Run& run, const At& at, const Rest& rest, std::size_t timer) {
  if (timer > run.timers.size()) {
    return rest(run);
  }
  const bool real = timer == run.timers.size();
  const bool armed = real ? run.real.queued : is_armed(run.timers[timer]);
  const Armed& arming = real ? run.real.armed : run.timers[timer].armed;
  const Wide limit = at.before - options_.liveness_limit.ns;
  const auto others = [&] { return none_is_lost(run, at, rest, timer + 1); };
  if (!armed || arming.earliest > limit) {
    return others();
  }
  return assume(arming.deadline > limit, others) || assume(arming.since > limit, others);
}

}  // namespace timerlaw::solver
