// SPDX-License-Identifier: Apache-2.0
// The clocks of a trace: whether their readings make sense, how they run against each other, and when they were set.
#include <algorithm>
#include <utility>

#include "model/calls/conversions.h"
#include "model/calls/timer_create.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

std::size_t Oracle::clock_position(ClockId clock) const {
  for (std::size_t i = 1; i < trace_.clocks.size(); ++i) {
    if (trace_.clocks[i] == clock) {
      return i;
    }
  }
  return 0;
}

Range Oracle::now(ClockId clock) const {
  const std::size_t position = clock_position(clock);
  if (position == 0 && counts_cpu_time(clock)) {
    return {0, kTimeMax};  // nobody read it
  }
  const Wide before = std::max<Wide>(reading(std::min(taken_from_, step_), position).ns, 0);
  if (step_ + 1 >= trace_.boundaries()) {  // after the last reading: a child that died after its last step
    return {before, kTimeMax};
  }
  const Wide after = reading(step_ + 1, position).ns;
  if (position != 0 && sets_clock(step_) && !counts_cpu_time(clock)) {
    const Range offset = offsets_[epoch_][position];
    const Range monotonic = now();
    const bool jumped = epoch_ != first_epoch_;
    return Range{monotonic.lo + offset.lo, monotonic.hi + offset.hi} &
           (jumped ? Range{-kFar, after} : Range{before, kFar});
  }
  return {before, after < before ? kTimeMax : after};  // -1: it could not be read
}

Range Oracle::to_monotonic(Range instants, ClockId clock) const {
  if (counts_cpu_time(clock)) {
    return kEverything;
  }
  const Range offset = offsets_[epoch_][clock_position(clock)];
  return {instants.lo - offset.hi, instants.hi - offset.lo};
}

// TRACE-FORM, TRACE-CLOCK.
bool Oracle::readings_are_sound() {
  const std::size_t steps = trace_.program.steps.size();
  const std::size_t results = trace_.results.size();
  const bool complete = trace_.ending == Ending::done;
  const std::size_t boundaries = results + (results == steps ? 1 : 2);
  const auto malformed = [&](const char* observed, const char* allowed) {
    diverge("TRACE-FORM"_rule, observed, allowed);
    return false;
  };
  if (trace_.clocks.empty() || trace_.clocks[0] != ClockId::monotonic) {
    return malformed("the first clock is not MONOTONIC", "allowed are only: MONOTONIC first");
  }
  if (complete ? results != steps : results > steps) {  // a child may die after its last step
    return malformed("a wrong number of results", "allowed are only: one for each step that was done");
  }
  if (trace_.readings.size() != boundaries * trace_.clocks.size()) {
    return malformed("a wrong number of readings", "allowed are only: one for each clock and boundary");
  }
  for (const Step& step : trace_.program.steps) {
    const ClockKind kind = clock_kind(static_cast<std::int32_t>(step.clock), facts_.aux_clocks);
    const ClockId clock = reading_clock(trace_.program, step);
    if (step.op == Op::create && kind == ClockKind::hrtimer && clock != ClockId::monotonic &&
        clock_position(clock) == 0) {
      return malformed("a clock of a timer was not read",
                       "allowed are only: every clock that the program's timers use");
    }
  }
  for (std::size_t i = 0; i < results; ++i) {
    const StepResult& result = trace_.results[i];
    if (trace_.program.steps[i].party >= kParties) {
      return malformed("a step of an unknown party", "allowed are only: parties 0 to 7");
    }
    if (std::size_t{result.first_delivery} + result.deliveries > trace_.deliveries.size()) {
      return malformed("a step has deliveries that are not there", "allowed are only: deliveries of the trace");
    }
  }
  for (std::size_t i = 1; i < boundaries; ++i) {
    if (reading(i, 0) < reading(i - 1, 0)) {
      step_ = static_cast<std::uint32_t>(i - 1);
      diverge("TRACE-CLOCK"_rule, "MONOTONIC went backward", "allowed are only: readings that don't");
      return false;
    }
  }
  return true;
}

// CLK-5: what a party in a time namespace read, as it would have read outside. Boundary i was read by the party that
// performed step i - 1; that of a forked process's end, and those of steps that it died before, by its parent.
void Oracle::leave_time_namespaces() {
  readings_.assign(trace_.readings.begin(), trace_.readings.end());
  // What the next fork or exec of a party enters.
  std::array<Wide, kParties> monotonic_next{};
  std::array<Wide, kParties> boottime_next{};
  std::array<bool, kParties> forked{};
  std::array<Party, kParties> parent{};  // of the process that a party belongs to
  const std::size_t boottime_at = clock_position(ClockId::boottime);
  for (std::size_t i = 0; i < trace_.program.steps.size() && trace_.program.steps[i].party < kParties; ++i) {
    const Step& step = trace_.program.steps[i];
    const bool made = step.number > 0 && step.number < kParties;
    const auto other = static_cast<std::size_t>(made ? step.number : 0);
    if (step.op == Op::timens && i < trace_.results.size() && trace_.results[i].ret == 0) {
      monotonic_next[step.party] = Wide{step.value.sec} * kSecond + step.value.frac;
      boottime_next[step.party] = Wide{step.interval.sec} * kSecond + step.interval.frac;
    } else if (step.op == Op::exec) {
      monotonic_of_[step.party] = monotonic_next[step.party];
      boottime_of_[step.party] = boottime_next[step.party];
    } else if (made && (step.op == Op::fork || step.op == Op::thread)) {
      monotonic_next[other] = monotonic_next[step.party];
      boottime_next[other] = boottime_next[step.party];
      forked[other] = step.op == Op::fork;
      parent[other] = step.op == Op::fork ? step.party : parent[step.party];
      monotonic_of_[other] = step.op == Op::fork ? monotonic_next[step.party] : monotonic_of_[step.party];
      boottime_of_[other] = step.op == Op::fork ? boottime_next[step.party] : boottime_of_[step.party];
    }
    const std::size_t boundary = i + 1;
    if (boundary >= trace_.boundaries()) {
      continue;
    }
    const bool ran = i >= trace_.results.size() || trace_.results[i].ran;
    const Party reader = !ran || (step.op == Op::exit && forked[step.party]) ? parent[step.party] : step.party;
    readings_[boundary * trace_.clocks.size()].ns -= static_cast<std::int64_t>(monotonic_of_[reader]);
    if (boottime_at != 0) {
      readings_[boundary * trace_.clocks.size() + boottime_at].ns -= static_cast<std::int64_t>(boottime_of_[reader]);
    }
  }
}

// Each clock runs at a constant distance from MONOTONIC until the program sets it, or somebody else did: then the
// program is disturbed. At every boundary MONOTONIC is read first, the other clocks after it.
void Oracle::learn_offsets() {
  const std::size_t clocks = trace_.clocks.size();
  std::size_t first = 0;
  for (std::size_t i = 0; i < trace_.boundaries(); ++i) {
    const bool last = i + 1 == trace_.boundaries();
    if (!last && !(i < trace_.results.size() && sets_clock(i))) {
      continue;
    }
    std::vector<Range>& offsets = offsets_.emplace_back(clocks, Range{0, 0});
    for (std::size_t c = 1; c < clocks; ++c) {
      Range offset = kEverything;
      for (std::size_t b = first; b <= i && !counts_cpu_time(trace_.clocks[c]); ++b) {
        if (reading(b, c).ns < 0) {  // a clock that the target does not have
          continue;
        }
        const Wide monotonic = reading(b, 0).ns;
        offset = offset & Range{-kFar, reading(b, c).ns - monotonic};
        if (b > first && reading(b - 1, c).ns >= 0) {
          offset = offset & Range{reading(b - 1, c).ns - monotonic, kFar};
        }
      }
      offsets[c] = offset;
      out_.disturbed = out_.disturbed || offset.empty();
    }
    first = i + 1;
  }
}

bool Oracle::sets_clock(std::size_t step) const {
  return step < trace_.results.size() && trace_.program.steps[step].op == Op::setclock && trace_.results[step].ran &&
         trace_.results[step].ret == 0;
}

// CLK-1: deadlines on REALTIME and TAI lie elsewhere on MONOTONIC from now on.
void Oracle::clock_was_set() {
  ProcessState& process = *world_;
  const std::size_t epoch = epoch_;
  const auto set = [&] {
    epoch_ = epoch;
    clock_was_set_for_process();
  };
  set();
  for (ProcessState& parent : world_->waiting) {
    std::swap(process, parent);
    set();
    std::swap(process, parent);
  }
}

void Oracle::clock_was_set_for_process() {
  const auto follows = [](const OracleTimer& t) { return t.base == ClockId::realtime || t.base == ClockId::tai; };
  promote_due();
  for (OracleTimer& t : world_->timers) {
    if (follows(t) && !t.armed.empty()) {
      touch(t);  // by what the clock said until now it may have been due
      const Deadline& first = t.ignored_from ? *t.ignored_from : t.deadline;
      const Wide passed = now(t.base).hi + facts_.tick.ns - first.lo();
      t.ahead = std::max({t.ahead, Wide{0}, first.interval() == 0 ? 0 : floor_div(passed, first.interval()) + 1});
    }
  }
  ++epoch_;
  for (std::size_t i = 0; i < world_->timers.size(); ++i) {
    OracleTimer& t = world_->timers[i];
    if (follows(t) && t.signal.any(is_armed)) {
      t.armed = now();
      t.unfired_until = now().lo;
      t.order = world_->next_order++;
      t.hot_since = std::min(t.hot_since, now().lo);
      world_->hot_unordered.add(std::max<Signo>(t.signo, 1));
      schedule(static_cast<std::int32_t>(i));
      exercise(t.wakes && t.relative ? "CLK-4"_rule : "CLK-1"_rule);
    }
  }
  promote_due();
}

}  // namespace timerlaw
