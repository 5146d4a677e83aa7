// SPDX-License-Identifier: Apache-2.0
// How a step's verdict is recorded, and what a divergence says.
#include <string>

#include "model/oracle/oracle.h"

namespace timerlaw {

void Oracle::accept(RuleIndex rule, bool weak) {
  if (outcome_.diverged) {
    return;
  }
  outcome_.rule = rule;
  if (profile_.only_posix && !promised_by_posix(timerlaw::rule(rule))) {
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  if (weak) {
    outcome_.verdict = Verdict::weak;
    return;
  }
  outcome_.verdict = timerlaw::rule(rule).rule_class == RuleClass::quirk ? Verdict::quirk : Verdict::accepted;
  exercise(rule);
}

void Oracle::exercise(RuleIndex rule) {
  out_.exercised.set(static_cast<std::size_t>(rule));
  if (options_.strict && timerlaw::rule(rule).rule_class == RuleClass::quirk) {
    diverge(rule, "a quirk: " + std::string(timerlaw::rule(rule).text),
            "allowed are only: what is no quirk (--strict)");
  }
}

void Oracle::diverge(RuleIndex rule, std::string observed, std::string allowed, std::vector<std::string> because) {
  if (outcome_.diverged) {
    return;
  }
  if (profile_.only_posix && !promised_by_posix(timerlaw::rule(rule))) {
    outcome_.rule = rule;
    outcome_.verdict = Verdict::unspecified;
    return;
  }
  outcome_.diverged = true;
  outcome_.verdict = Verdict::diverged;
  outcome_.rule = rule;
  outcome_.divergence = {step_, rule, std::move(observed), std::move(allowed), std::move(because)};
}

// True if the call failed as `checked` says, or was expected to return 0 and did; false after a divergence.
bool Oracle::expect_error(const Checked& checked, const StepResult& result) {
  const bool as_expected = checked.error != 0 ? result.ret == -checked.error : result.ret == 0;
  if (as_expected) {
    if (checked.error != 0) {
      accept(checked.rule);
      if (result.out == Out::written) {
        diverge("SIDE-4"_rule, "the failing call wrote its output", "allowed are only: output left as it was");
      }
      exercise("SIDE-4"_rule);
    }
    return true;
  }
  diverge(
      checked.rule, "returned " + std::to_string(result.ret),
      checked.error != 0 ? "allowed are only: -" + std::to_string(checked.error) : std::string("allowed are only: 0"));
  return false;
}

bool Oracle::expect_value(RuleIndex rule, std::int64_t observed, std::int64_t expected, const char* what) {
  if (observed == expected) {
    accept(rule);
    return true;
  }
  diverge(rule, std::string(what) + " " + std::to_string(observed), "allowed are only: " + std::to_string(expected));
  return false;
}

std::vector<std::string> Oracle::because(const OracleTimer& t) const {
  if (!options_.explain || t.armed_by == kNeverSet) {
    return {};
  }
  if (t.armed.empty()) {
    return {"step " + std::to_string(t.armed_by) + " disarmed " + show_timer(t)};
  }
  return {"step " + std::to_string(t.armed_by) + " armed " + show_timer(t),
          "step " + std::to_string(t.deadline.lo_from()) + " puts its deadline at or after " + show(t.deadline.lo()),
          "step " + std::to_string(t.deadline.hi_from()) + " puts its deadline at or before " + show(t.deadline.hi()),
          "step " + std::to_string(world_->fired_through_by) + " shows that timers due by " +
              show(world_->fired_through) + " have fired"};
}

std::vector<std::string> Oracle::because_real() const {
  const RealTimer& real = world_->real;
  if (!options_.explain || real.armed.empty()) {
    return {};
  }
  return {
      "step " + std::to_string(real.armed_by) + " armed ITIMER_REAL",
      "step " + std::to_string(real.deadline.lo_from()) + " puts its deadline at or after " + show(real.deadline.lo()),
      "step " + std::to_string(real.deadline.hi_from()) + " puts its deadline at or before " + show(real.deadline.hi()),
      "step " + std::to_string(world_->fired_through_by) + " shows that timers due by " + show(world_->fired_through) +
          " have fired"};
}

}  // namespace timerlaw
