// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/simulator.h"

#include <algorithm>

#include "model/simulator/child.h"

namespace timerlaw {
namespace {

// What it changes of its process stays until that ends.
bool needs_fresh(Op op) {
  return op == Op::thread || op == Op::fork || op == Op::exit || op == Op::exec || op == Op::restore ||
         op == Op::limit || op == Op::timens;
}

// What Linux 2.0 has no call for.
bool unknown_in_jiffies(Op op) {
  return op == Op::thread || op == Op::limit || op == Op::timens || op == Op::setclock;
}

Refusal refusal(const Step& step, const Profile& profile, const TargetFacts& facts) {
  if (profile.time_base == TimeBase::jiffies && unknown_in_jiffies(step.op)) {
    return Refusal::unknown_step;
  }
  if (step.time32 && abi_of(facts.abi) == Abi::native64) {
    return Refusal::wrong_abi;
  }
  if (step.op == Op::cpu && (step.number < 0 || step.number >= std::min<std::int64_t>(facts.cpus, kSimulatedCpus))) {
    return Refusal::no_such_cpu;
  }
  if ((step.op == Op::setclock && !facts.set_clock) ||
      (step.op == Op::timens && !(facts.time_namespaces && profile.time_namespaces))) {
    return Refusal::no_rights;
  }
  return step.op == Op::burn && !facts.cpu_time ? Refusal::no_cpu_time : Refusal::none;
}

Refusal refusal(const Program& program, const Cast& cast, const Profile& profile, const TargetFacts& facts) {
  for (const Step& step : program.steps) {
    const Refusal why = refusal(step, profile, facts);
    if (why != Refusal::none) {
      return why;
    }
  }
  if (program.child != Child::fresh &&
      std::ranges::any_of(program.steps, [](const Step& step) { return needs_fresh(step.op); })) {
    return Refusal::needs_fresh;
  }
  return cast.complete() ? Refusal::none : Refusal::no_party;
}

// Of a child that was used before; sometimes close to where ids wrap.
std::int64_t some_next_id(const Profile& profile, Dice& dice) {
  if (profile.id_allocation != IdAllocation::counter) {
    return dice.below(10);
  }
  constexpr std::int64_t kIds = std::int64_t{1} << 31;
  return dice.once_in(32) ? kIds - 1 - dice.below(4) : dice.below(100'000);
}

}  // namespace

Trace simulate(const Program& program, const Profile& profile, const TargetFacts& facts,
               const SimulatorOptions& options) {
  Dice dice(options.seed);
  Trace trace;
  trace.program = program;
  trace.clocks = clocks_of(program);
  trace.pid = 1000 + dice.below(30'000);
  trace.uid = 1000;
  trace.next_id = program.child == Child::fresh ? 0 : some_next_id(profile, dice);
  const Cast cast(program);
  const Refusal refused = refusal(program, cast, profile, facts);
  if (refused != Refusal::none) {
    trace.ending = Ending::refused;
    trace.number = static_cast<std::int64_t>(refused);
    return trace;
  }
  SimulatedChild(trace, cast, profile, facts, Faults(options.mutant), options.bracket_width, dice).run();
  return trace;
}

}  // namespace timerlaw
