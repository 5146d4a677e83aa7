// SPDX-License-Identifier: Apache-2.0
// One run of the kernel, as far as a trace has been followed: what the kernel would hold in its memory. What is done is
// concrete (which timers have fired, which signals wait, and in what order); when it was done is a term.
#pragma once

#include <cstdint>
#include <vector>

#include "generators/solver/term.h"
#include "model/calls/timer_signal.h"
#include "model/units.h"

namespace timerlaw::solver {

inline constexpr std::size_t kItimerReal = ~std::size_t{0};

// A timer that an interrupt of its CPU expires.
struct Armed {
  Term deadline = 0;
  Term since = 0;          // the instant of arming
  Wide earliest = 0;       // the deadline is not before this: what saves questions, and decides nothing
  std::uint32_t turn = 0;  // of equal deadlines the one that was armed first expires first
};

struct PosixRun {
  std::int64_t id = 0;
  Signo signo = 0;
  std::uint64_t sival = 0;
  bool notify_none = false;
  bool alive = true;
  bool set = false;  // and not disarmed since
  Wide interval = 0;
  Armed armed;
  TimerSignal signal;
  Term counted = -1;  // intervals that forwarding has passed since the last delivery
  Term last = 0;      // what timer_getoverrun returns, before it is clamped
  Wide refires = 0;   // expiries that found the entry queued
};

struct RealRun {
  bool queued = false;
  Wide interval = 0;
  Armed armed;
};

struct Pending {
  Signo signo = 0;
  std::size_t timer = kItimerReal;  // index into Run::timers
};

struct Run {
  std::vector<PosixRun> timers;
  RealRun real;
  std::vector<Pending> queue;         // in the order of queueing
  std::vector<std::int64_t> by_slot;  // -1: never created
  std::int64_t next_id = 0;
  std::uint32_t next_turn = 1;
  Term last = 0;  // the instant of the latest event
};

}  // namespace timerlaw::solver
