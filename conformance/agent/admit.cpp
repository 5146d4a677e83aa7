// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/admit.h"

#include "conformance/agent/cast.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/step.h"

namespace timerlaw::agent {
namespace {

constexpr Signo kSigTtou = 22;  // SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU are neighbours

// A set of operations, one bit each.
constexpr std::uint64_t bit(Op op) {
  return std::uint64_t{1} << static_cast<int>(op);
}
constexpr std::uint64_t kMakeOrEndParties = bit(Op::thread) | bit(Op::fork) | bit(Op::exit) | bit(Op::exec);
// What they change of their process stays until that ends.
constexpr std::uint64_t kNeedFresh = kMakeOrEndParties | bit(Op::restore) | bit(Op::limit) | bit(Op::timens);

std::uint64_t ops_of(const wire::ProgramRecord& program) {
  std::uint64_t ops = 0;
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    ops |= bit(program.steps[i].op);
  }
  return ops;
}

std::int64_t refusal_of(const Step& step, const Abilities& abilities) {
  if (static_cast<int>(step.op) >= kOpCount || (step.op == Op::alarm && nr::alarm == nr::kMissing) ||
      (step.op == Op::exec && !abilities.exec) || (step.op == Op::fork && !abilities.forks)) {
    return wire::kUnknownStep;
  }
  if (step.time32 && nr::timer_settime32 == nr::kMissing) {
    return wire::kWrongAbi;
  }
  if (step.slot >= wire::kMaxSlots || step.slot < kNoSlot) {
    return wire::kTooManyTimers;
  }
  if (step.op == Op::cpu && (step.number < 0 || step.number >= abilities.cpus)) {
    return wire::kNoSuchCpu;
  }
  if ((step.op == Op::setclock && !abilities.set_clock) || (step.op == Op::timens && !abilities.time_namespaces)) {
    return wire::kNoRights;
  }
  return step.op == Op::burn && !abilities.cpu_time ? wire::kNoCpuTime : 0;
}

std::int64_t refusal(Entry& entry, const Abilities& abilities) {
  const wire::ProgramRecord& program = entry.program;
  if (program.step_count > wire::kMaxSteps) {
    return wire::kTooLong;
  }
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    const std::int64_t why = refusal_of(program.steps[i], abilities);
    if (why != 0) {
      return why;
    }
  }
  if (!program.fresh && (ops_of(program) & kNeedFresh) != 0) {
    return wire::kNeedsFresh;
  }
  return check_cast(entry) ? 0 : wire::kNoParty;
}

// 0 for a wait that the kernel refuses.
std::int64_t wait_of(const TimeArg& value) {
  constexpr std::int64_t kForever = INT64_MAX / 4;
  if (value.sec < 0 || value.frac < 0 || value.frac >= 1'000'000'000) {
    return 0;
  }
  return value.sec > kForever / 1'000'000'000 ? kForever : value.sec * 1'000'000'000 + value.frac;
}

std::int64_t budget_of(const wire::ProgramRecord& program) {
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    const Step& step = program.steps[i];
    const bool waits = step.op == Op::sleep || step.op == Op::take || step.op == Op::window || step.op == Op::read;
    const std::int64_t spins = step.op == Op::until ? kSpinLimit : step.op == Op::burn ? kBurnLimit : 0;
    if (__builtin_add_overflow(sum, waits ? wait_of(step.value) : spins, &sum)) {
      return INT64_MAX;
    }
  }
  return sum;
}

bool is_job_control(std::int64_t signo) {
  return signo >= kSigCont && signo <= kSigTtou;
}

// A program that uses the signals of job control, or blocks SIGCONT, would see it being stopped and continued.
bool can_be_stopped(const wire::ProgramRecord& program) {
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    const Step& step = program.steps[i];
    const bool names_signal = step.op == Op::create || step.op == Op::kill || step.op == Op::ignore ||
                              step.op == Op::dflt || step.op == Op::handler || step.op == Op::queue;
    if ((names_signal && is_job_control(step.number)) || (step.op == Op::mask && step.set.has(kSigCont))) {
      return false;
    }
  }
  return true;
}

bool needs_boundaries(const wire::ProgramRecord& program) {
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    if (program.steps[i].op == Op::until || program.steps[i].value.origin == Origin::now) {
      return true;
    }
  }
  return false;
}

void start_trace(const wire::ProgramRecord& program, wire::TraceRecord& trace) {
  trace.index = program.index;
  trace.ending = wire::kDone;
  trace.number = trace.pid = trace.uid = trace.next_id = 0;
  trace.stopped = false;
  trace.party_count = 0;
  for (wire::PartyRecord& party : trace.party) {
    party = wire::PartyRecord{};
  }
  trace.boundaries = trace.results = trace.deliveries = 0;
  trace.clock_count = program.clock_count;
  for (std::uint32_t c = 0; c < program.clock_count; ++c) {
    trace.clocks[c] = program.clocks[c];
  }
}

}  // namespace

void admit(Entry& entry, const Abilities& abilities) {
  start_trace(entry.program, entry.trace);
  const std::int64_t why = refusal(entry, abilities);
  if (why != 0) {
    entry.way = Way::refused;
    entry.trace.ending = wire::kRefused;
    entry.trace.number = why;
    entry.trace.clock_count = 0;
    return;
  }
  entry.way = entry.program.fresh ? Way::fresh : Way::reused;
  const std::uint64_t ops = ops_of(entry.program);
  entry.has_parties = (ops & kMakeOrEndParties) != 0;
  entry.reads = (ops & bit(Op::read)) != 0;
  // Only one process is stopped, and one whose first thread has ended is not to be waited for.
  entry.stoppable = !entry.has_parties && can_be_stopped(entry.program);
  entry.boundaries = needs_boundaries(entry.program);
  entry.budget = budget_of(entry.program);
}

}  // namespace timerlaw::agent
