// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/explainer.h"

#include <algorithm>

#include "generators/solver/explain/fragment.h"
#include "model/calls/checked.h"
#include "model/calls/conversions.h"

namespace timerlaw::solver {
namespace {

// Of the solver's own work for one question; far more than any question of the fragment takes.
constexpr unsigned kWorkLimit = 20'000'000;

// Whether an interrupt before the step can make a difference to it, or it to one that comes later.
bool meets_interrupts(Op op) {
  return op != Op::create && op != Op::overrun && op != Op::sleep && op != Op::until;
}

}  // namespace

Explainer::Explainer(const Trace& trace, const Profile& profile, const TargetFacts& facts,
                     const ExplainOptions& options)
    : trace_(trace), profile_(profile), facts_(facts), options_(options), solver_(context_, z3::solver::simple()) {
  z3::params params(context_);
  params.set("random_seed", 1u);
  params.set("rlimit", kWorkLimit);
  solver_.set(params);
}

Explanation Explainer::explain() {
  Run run;
  run.next_id = trace_.next_id;
  run.last = trace_.bracket(0, 0).before.ns;
  Explanation explanation;
  const bool found = from(0, run);
  explanation.answer = found ? Answer::explained : gave_up_ ? Answer::unknown : Answer::refuted;
  explanation.step = furthest_;
  explanation.questions = questions_;
  return explanation;
}

bool Explainer::from(std::size_t index, const Run& run) {
  furthest_ = std::max(furthest_, index);
  if (index == trace_.results.size()) {
    return possible();
  }
  const Bracket bracket = trace_.bracket(index, 0);
  const At at{index, trace_.program.steps[index], trace_.results[index], bracket.before.ns, bracket.after.ns};
  const Rest next = [&](const Run& after) { return from(index + 1, after); };
  if (!meets_interrupts(at.step.op)) {
    return call(run, at, next);
  }
  return interrupt(run, at, [&](const Run& before) {
    return none_is_lost(before, at, [&](const Run& sound) { return call(sound, at, next); });
  });
}

bool Explainer::call(const Run& run, const At& at, const Rest& rest) {
  switch (at.step.op) {
    case Op::create:
      return create(run, at, rest);
    case Op::settime:
      return settime(run, at, rest);
    case Op::gettime:
      return gettime(run, at, rest);
    case Op::overrun:
      return overrun(run, at, rest);
    case Op::remove:
      return remove(run, at, rest);
    case Op::setitimer:
      return setitimer(run, at, rest);
    case Op::getitimer:
      return getitimer(run, at, rest);
    case Op::alarm:
      return alarm(run, at, rest);
    case Op::take:
      return take(run, at, rest);
    case Op::pending:
      return pending(run, at, rest);
    case Op::sleep:
      return waited(run, at, rest);
    default:  // until: it does nothing but spin
      return rest(run);
  }
}

// A sleep, which nothing can interrupt, for every signal is blocked.
bool Explainer::waited(const Run& run, const At& at, const Rest& rest) {
  Concrete e;
  bool valid = false;
  Wide least = 0;
  validate_time(e, at.step.value.sec, at.step.value.frac, kSecond, [&](bool v) { valid = v; });
  if (!valid) {
    return at.result.ret == -kEinval && rest(run);
  }
  timespec_to_ns(e, at.step.value.sec, at.step.value.frac, [&](Wide ns) { least = ns; });
  return at.result.ret == 0 && at.after - at.before >= least && rest(run);
}

bool Explainer::possible() {
  if (questions_ >= options_.most_questions) {
    gave_up_ = true;
    return false;
  }
  ++questions_;
  const z3::check_result result = solver_.check();
  gave_up_ = gave_up_ || result == z3::unknown;
  return result == z3::sat;
}

bool Explainer::given(const Condition& condition, const std::function<Found()>& rest) {
  if (condition.certainly(false)) {
    return false;
  }
  if (condition.certainly(true)) {
    return rest();
  }
  solver_.push();
  solver_.add(condition.in(context_));
  const bool found = rest();
  solver_.pop();
  return found;
}

bool Explainer::assume(const Condition& condition, const std::function<Found()>& rest) {
  if (condition.certainly(true)) {
    return rest();
  }
  return given(condition, [&] { return possible() && rest(); });
}

Term Explainer::fresh(const char* name) {
  return Term(context_.int_const((name + std::to_string(unknowns_++)).c_str()));
}

bool Explainer::at_an_instant(const Run& run, const At& at, const RestAt& rest) {
  const Term now = at.before == at.after ? Term(at.before) : fresh("c");
  return given(run.last <= now && now >= at.before && now <= at.after, [&] {
    Run here = run;
    here.last = now;
    return rest(here, now);
  });
}

Condition Explainer::condition_of(const Path& path) {
  const z3::expr condition = path.condition.simplify();
  if (condition.is_true() || condition.is_false()) {
    return condition.is_true();
  }
  return Condition(condition);
}

std::vector<Term> Explainer::outputs_of(const Path& path) {
  std::vector<Term> outputs;
  for (const z3::expr& output : path.outputs) {
    const z3::expr simple = output.simplify();
    outputs.push_back(simple.is_numeral() ? Term(number(simple)) : Term(simple));
  }
  return outputs;
}

Explanation explain_trace(const Trace& trace, const Profile& profile, const TargetFacts& facts,
                          const ExplainOptions& options) {
  Explanation explanation;
  explanation.outside = outside_of_fragment(trace, profile, facts);
  if (!explanation.outside.empty()) {
    explanation.answer = Answer::outside;
    return explanation;
  }
  return Explainer(trace, profile, facts, options).explain();
}

}  // namespace timerlaw::solver
