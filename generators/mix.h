// SPDX-License-Identifier: Apache-2.0
// The default mix: one random program, drawn around a few timers that share clocks, signals and deadlines.
#pragma once

#include <rapidcheck.h>

#include <array>

#include "generators/source.h"
#include "model/trace.h"

namespace timerlaw {

// How long a generated program waits for a signal that must come: the liveness limit of the oracle.
inline constexpr Nanos kPatience{10'000'000'000};

// What one program is about. Drawn first, so that its steps meet: programs over everything at once meet nothing.
struct Theme {
  Nanos unit;     // scale of its durations
  Nanos meeting;  // an instant after the start that several timers aim at
  std::array<std::int64_t, 2> clocks;
  std::array<Signo, 2> signals;
  std::int32_t timers = 0;  // POSIX timers, t0 and on
  bool gathers = false;     // most timers aim at the meeting
  std::uint64_t wild = 0;   // one step in `wild` has arguments from the edges
  bool reckless = false;    // may kill its child
  bool waits = true;
  bool burns = false;     // uses CPU time, in whole ticks
  bool parties = false;   // makes threads and processes
  bool stops = false;     // sends the signals of job control, which stay blocked
  bool restores = false;  // creates timers of ids of its choice
  bool fresh = false;     // runs in a child of its own
  bool time32 = false;    // makes some calls with 32-bit time
};

// A program of the default mix, a pure function of its arguments. With `waits` false no step of it waits.
Program mixed_program(const rc::Random& random, bool waits, const Capabilities& can);

}  // namespace timerlaw
