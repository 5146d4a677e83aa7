// SPDX-License-Identifier: Apache-2.0
// What the steps of one program know of each other. It lies in the ring, so that every process of the program sees it
// and it outlives a process's image.
#pragma once

#include "conformance/agent/clock.h"
#include "conformance/agent/kernel.h"
#include "conformance/wire/program.h"

namespace timerlaw::agent {

// The instant that `until` counts from: where a timer was told to fire, if it was armed.
struct Aim {
  bool armed = false;
  std::int64_t at = 0;
  std::int64_t interval = 0;  // 0: fires once
};

struct TimerSlot {
  std::int64_t id = -1;
  std::uint32_t clock =
      0;  // position among the program's clocks; that of MONOTONIC unless the slot's clock is one of them
  Aim aim;
};

// A party, as the kernel knows it.
struct PartyState {
  std::int32_t tid;  // 0: not made yet
  std::int32_t pid;
  Party process;  // the party that its process began with
  bool alive;
};

struct ProgramState {
  // Of the step that is being performed, for its performer.
  const wire::ProgramRecord* program;
  const std::int64_t* start;  // readings of all clocks at the first boundary
  const std::int64_t* now;    // and at the one just before this step
  Party self;

  long uid;
  bool virtual_time;  // and the CPU infinitely fast
  bool skips_idle;    // virtual time in which burning CPU counts
  PartyState party[kParties];
  TimerSlot slots[wire::kMaxSlots];
  Aim real;  // of ITIMER_REAL and alarm
  std::int32_t created[wire::kMaxSteps];
  std::uint32_t created_count;
  SigSet handled;             // signals that have a handler now
  std::int32_t read_fd;       // the timerfd of `read`; -1: the program has no such step
  std::int64_t clock_moved;   // how far steps moved REALTIME
  std::uint32_t logged;       // handler runs, counted as they begin
  std::uint32_t written_out;  // and as they are in the trace
  // What was touched, whether the call took effect or not, and has to be restored after the program.
  SigSet changed;  // signals whose disposition a step set
  bool itimers;    // an interval timer, by setitimer or alarm
  bool signals;    // something that sends signals
  bool mask;
  bool moved;  // the CPU

  const PartyState& me() const { return party[self]; }
};

// Of a party; -1 if it cannot be read.
std::int64_t read_party_clock(const ProgramState& state, std::int64_t clock);

// A clock as programs name it. -1 if it cannot be read.
inline std::int64_t read_named_clock(const ProgramState& state, ClockId clock) {
  const auto id = static_cast<std::int64_t>(clock);
  return is_party_clock(id) ? read_party_clock(state, id) : read_clock(clock);
}

// Some thread of the process that began with this party is there.
bool process_is_alive(const ProgramState& state, Party process);

// The kernel's id of a clock that a program names.
std::int64_t kernel_clock(const ProgramState& state, std::int64_t clock);

}  // namespace timerlaw::agent
