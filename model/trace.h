// SPDX-License-Identifier: Apache-2.0
// A program, and a trace: the program with each step's result and bracket.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/step.h"

namespace timerlaw {

// Which process runs a program.
enum class Child : std::uint8_t {
  reused,  // reset and used again: ids go on counting
  fresh,   // a new process: ids from zero
};

struct Program {
  Child child = Child::reused;
  std::vector<Step> steps;
  friend bool operator==(const Program&, const Program&) = default;
};

// How a program's run ended.
enum class Ending : std::uint8_t {
  done,
  died,     // killed by signal `number` in the step after the last result
  hung,     // the watchdog ended it in the step after the last result
  refused,  // the agent cannot run it; `number` is the Refusal
};

// Why an agent could not run a program. Never silent: counted, with this reason.
enum class Refusal : std::uint8_t { none, too_long, too_many_timers, no_such_cpu, unknown_step };
inline constexpr int kRefusalCount = 5;

// A closed interval of readings of one clock around a call. Closed, because two readings may be equal.
struct Bracket {
  Nanos before;
  Nanos after;
  friend bool operator==(const Bracket&, const Bracket&) = default;
};

struct Trace {
  Program program;
  std::int64_t pid = 0;  // of the child: siginfo is checked against it
  std::int64_t uid = 0;
  std::int64_t next_id = 0;  // the timer id the next timer_create would get, probed before the program
  bool stopped = false;      // the runner stopped and continued the child: a wait may end with EINTR
  // The clocks read at every boundary, MONOTONIC first. Boundary i is before step i; the last is after the last
  // step. readings[i * clocks.size() + c]. A trace that died or hung has a last boundary too: it was read after the
  // child was reaped.
  std::vector<ClockId> clocks;
  std::vector<Nanos> readings;
  std::vector<StepResult> results;  // fewer than the steps unless ending is done
  std::vector<SigInfo> deliveries;
  Ending ending = Ending::done;
  std::int64_t number = 0;
  friend bool operator==(const Trace&, const Trace&) = default;

  std::size_t boundaries() const { return clocks.empty() ? 0 : readings.size() / clocks.size(); }
  // The bracket of step `i` on the clock at position `clock` of `clocks`.
  Bracket bracket(std::size_t i, std::size_t clock) const {
    return {readings[i * clocks.size() + clock], readings[(i + 1) * clocks.size() + clock]};
  }
};

// The clocks that a program needs read: MONOTONIC, and each other clock its timers name that can be read and
// that a timer can run on.
std::vector<ClockId> clocks_of(const Program& program);

}  // namespace timerlaw
