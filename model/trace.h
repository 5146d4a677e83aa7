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
enum class Refusal : std::uint8_t {
  none,
  too_long,
  too_many_timers,
  no_such_cpu,
  unknown_step,
  no_rights,    // setclock, timens
  wrong_abi,    // 32-bit time, on an ABI that has none
  needs_fresh,  // thread, fork, exec, restore and limit change the process: a reused child cannot take it back
  no_party,     // a step of a party that no step before made, or of one that has ended
  no_cpu_time,  // the clocks of CPU time stand still on this target
};
inline constexpr int kRefusalCount = 10;

// A closed interval of readings of one clock around a call. Closed, because two readings may be equal.
struct Bracket {
  Nanos before;
  Nanos after;
  friend bool operator==(const Bracket&, const Bracket&) = default;
};

// The kernel's names of a party.
struct PartyIds {
  std::int64_t tid = 0;
  std::int64_t pid = 0;
  friend bool operator==(const PartyIds&, const PartyIds&) = default;
};

struct Trace {
  Program program;
  std::int64_t pid = 0;           // of the child: siginfo is checked against it
  std::vector<PartyIds> parties;  // from party 1 on, of those that were made
  std::int64_t uid = 0;
  std::int64_t next_id = 0;  // the timer id the next timer_create would get, probed before the program
  bool stopped = false;      // the runner stopped and continued the child: a wait may end with EINTR
  // The clocks read at every boundary by the party whose step is over, MONOTONIC first. A clock that cannot be read
  // there (the party is not yet made, or gone) reads -1. Boundary i is before step i; the last is after the last
  // step. readings[i * clocks.size() + c]. A trace that died or hung has a last boundary too: it was read after the
  // child was reaped.
  std::vector<ClockId> clocks;
  std::vector<Nanos> readings;
  std::vector<StepResult> results;  // fewer than the steps unless ending is done
  std::vector<Delivery> deliveries;
  Ending ending = Ending::done;
  std::int64_t number = 0;
  friend bool operator==(const Trace&, const Trace&) = default;

  std::size_t boundaries() const { return clocks.empty() ? 0 : readings.size() / clocks.size(); }
  // The bracket of step `i` on the clock at position `clock` of `clocks`.
  Bracket bracket(std::size_t i, std::size_t clock) const {
    return {readings[i * clocks.size() + clock], readings[(i + 1) * clocks.size() + clock]};
  }
};

// The clocks that a program needs read: MONOTONIC, and each other clock its timers run on, that can be read. CPU-time
// clocks of the caller stand as party_clock() where the program has more than one party.
std::vector<ClockId> clocks_of(const Program& program);

// The clock, as clocks_of names it, that a timer made by this step counts on.
ClockId reading_clock(const Program& program, const Step& create);
// The clock that ITIMER_VIRTUAL or ITIMER_PROF, set by `party`, counts on.
ClockId reading_clock(const Program& program, Which which, Party party);

}  // namespace timerlaw
