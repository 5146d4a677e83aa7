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

void Oracle::diverge(RuleIndex rule, std::string observed, std::string allowed, std::vector<std::string> because,
                     const Lawful& lawful) {
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
  outcome_.divergence = {step_, rule, std::move(observed), std::move(allowed), std::move(because), lawful};
}

// True if the call failed as `checked` says, or was expected to return 0 and did; false after a divergence.
bool Oracle::expect_error(const Checked& checked, const StepResult& result) {
  const bool as_expected = checked.error != 0 ? result.ret == -checked.error : result.ret == 0;
  if (as_expected) {
    if (checked.error != 0) {
      accept(checked.rule);
      if (result.out == Out::written) {
        diverge("SIDE-4"_rule, "the failing call wrote its output", "allowed are only: output left as it was", {},
                lawful_number(Lawful::Of::output, 0));
      }
      exercise("SIDE-4"_rule);
    }
    return true;
  }
  diverge(
      checked.rule, "returned " + std::to_string(result.ret),
      checked.error != 0 ? "allowed are only: -" + std::to_string(checked.error) : std::string("allowed are only: 0"),
      {}, lawful_number(Lawful::Of::ret, -checked.error));
  return false;
}

bool Oracle::expect_value(RuleIndex rule, std::int64_t observed, std::int64_t expected, const char* what) {
  if (observed == expected) {
    accept(rule);
    return true;
  }
  diverge(rule, std::string(what) + " " + std::to_string(observed), "allowed are only: " + std::to_string(expected), {},
          lawful_number(rule == "ID-1"_rule || rule == "ID-4"_rule ? Lawful::Of::id : Lawful::Of::ret, expected));
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

namespace {

// What does not fit into the clock's 63 bits can only be followed by the oracle.
LawfulDeadline followed(const Deadline& deadline, ClockId clock, bool moved) {
  if (moved || deadline.lo() < 0 || deadline.hi() > kTimeMax) {
    return {};
  }
  return {static_cast<std::int64_t>(deadline.lo()),
          static_cast<std::int64_t>(deadline.hi()),
          deadline.lo_from(),
          deadline.hi_from(),
          static_cast<std::int64_t>(deadline.interval()),
          clock,
          true};
}

}  // namespace

LawfulDeadline Oracle::lawful_deadline(const OracleTimer& t) const {
  return followed(t.deadline, t.base, t.armed.empty() || t.deadline.moved());
}

LawfulDeadline Oracle::lawful_deadline_of_real() const {
  const RealTimer& real = world_->real;
  return followed(real.deadline, ClockId::monotonic, real.armed.empty() || real.deadline.moved());
}

Lawful lawful_number(Lawful::Of of, Wide number, Wide unit) {
  if (number != static_cast<std::int64_t>(number)) {
    return {};
  }
  const auto n = static_cast<std::int64_t>(number);
  return {.of = of, .least = n, .most = n, .unit = static_cast<std::int64_t>(unit)};
}

Lawful lawful_signal(Signo signo, bool there, const LawfulDeadline& due, Nanos patience) {
  Lawful lawful = lawful_number(Lawful::Of::signal, there ? 1 : 0);
  lawful.info.signo = signo;
  lawful.due = due;
  lawful.patience = patience.ns;
  return lawful;
}

}  // namespace timerlaw
