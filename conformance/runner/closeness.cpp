// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/closeness.h"

#include <algorithm>

#include "conformance/formats/program_text.h"
#include "generators/certain_check.h"

namespace timerlaw::runner {
namespace {

arithmetic::Law law_of(const CertainProgram& one, const Profile& profile, const TargetFacts& facts) {
  const Step& arm = one.program.program.steps[one.program.arm];
  const Abi abi = abi_of(facts.abi);
  return {.profile = &profile, .abi = abi, .time32 = has_time32(arm, abi), .tick = facts.tick.ns};
}

// The clock that the timer counts on.
ClockId clock_of(const CertainProgram& one) {
  const Program& program = one.program.program;
  const Step& arm = program.steps[one.program.arm];
  if (arm.op == Op::settime) {
    return reading_clock(program, program.steps.front());
  }
  const auto which = static_cast<Which>(arm.clock);
  return arm.op == Op::alarm || which == Which::real ? ClockId::monotonic : reading_clock(program, which, arm.party);
}

// Whether the value that was shown and set again was looked at within the width.
bool looked_at_soon(const CertainProgram& one, const Trace& trace, std::size_t clock) {
  const EdgeProgram& program = one.program;
  return program.again_look == 0 ||
         (trace.results.size() > program.again_look &&
          trace.bracket(program.again_look, clock).after.ns - trace.bracket(program.again_arm, clock).before.ns <=
              one.point.width.ns);
}

// The least and the most that may have passed before the look.
struct Passed {
  Wide least = 0;
  Wide most = 0;
};
std::optional<Passed> passed(const CertainProgram& one, const Trace& trace) {
  const auto clock = std::ranges::find(trace.clocks, clock_of(one));
  if (clock == trace.clocks.end() || trace.results.size() <= one.program.look) {
    return std::nullopt;
  }
  const auto at = static_cast<std::size_t>(clock - trace.clocks.begin());
  if (!looked_at_soon(one, trace, at)) {
    return std::nullopt;
  }
  const Bracket arm = trace.bracket(one.program.arm, at);
  const Bracket look = trace.bracket(one.program.look, at);
  const Wide latest_arm = one.program.counting == Counting::from_reading ? arm.before.ns : arm.after.ns;
  return Passed{one.program.passed_before + look.before.ns - latest_arm,
                one.program.passed_before + look.after.ns - arm.before.ns};
}

}  // namespace

ClosenessMeasure::ClosenessMeasure(std::span<const CertainProgram> certain, const Profile& profile,
                                   const TargetFacts& facts) {
  for (const CertainProgram& one : certain) {
    if (holds(one.point, one.formula, law_of(one, profile, facts))) {
      points_[to_text(one.program.program)].push_back(&one);
    }
  }
}

std::optional<Closeness> ClosenessMeasure::of(const Trace& trace) const {
  const auto found = points_.find(to_text(trace.program));
  if (found == points_.end()) {
    return std::nullopt;
  }
  std::optional<Closeness> nearest;
  for (const CertainProgram* one : found->second) {
    const CertainPoint& point = one->point;
    const auto times = passed(*one, trace);
    if (!times) {
      continue;
    }
    const bool before = point.boundary.side == Side::before;
    const bool certain = times->least >= point.earliest && times->most <= point.earliest + point.width.ns;
    const auto reached = static_cast<std::int64_t>(before ? point.flip - times->least : times->most - point.flip);
    if (certain && (!nearest || reached < nearest->reached_ns)) {
      nearest = {one->formula + " " + to_text(point.boundary), point.width.ns, distance(point).ns, reached};
    }
  }
  return nearest;
}

}  // namespace timerlaw::runner
