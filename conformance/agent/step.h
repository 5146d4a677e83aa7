// SPDX-License-Identifier: Apache-2.0
// Executes single steps: one system call each (a window is three), and the spins.
#pragma once

#include "conformance/agent/kernel.h"
#include "conformance/wire/program.h"

namespace timerlaw::agent {

inline constexpr std::int64_t kSpinLimit = 1'000'000'000;  // of until and burn

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

// What the steps of one program know of each other.
struct ProgramState {
  long pid;  // of the child, which has one thread
  long uid;
  const wire::ProgramRecord* program;
  TimerSlot slots[wire::kMaxSlots];
  Aim real;                   // of ITIMER_REAL and alarm
  const std::int64_t* start;  // readings of all clocks at the first boundary
  const std::int64_t* now;    // and at the one just before this step
  std::int32_t created[wire::kMaxSteps];
  std::uint32_t created_count;
  SigSet handled;  // signals that have a handler now
  // What was touched, whether the call took effect or not, and has to be restored after the program.
  SigSet changed;  // signals whose disposition a step set
  bool itimers;    // an interval timer, by setitimer or alarm
  bool signals;    // something that sends signals
  bool mask;
  bool moved;  // the CPU
};

void execute(const Step& step, ProgramState& state, StepResult& result);

}  // namespace timerlaw::agent
