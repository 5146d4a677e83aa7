// SPDX-License-Identifier: Apache-2.0
// The simulated kernel: a discrete-event machine with exact instants, CPUs and interrupt latency. It shares the
// branches of model/calls and the profile with the oracle, and nothing of the oracle's machinery of time, queues and
// sets: so each tests the other.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/facts.h"
#include "model/profile.h"
#include "model/trace.h"

namespace timerlaw {

// A named fault in the simulated kernel's behaviour. The oracle must reject it.
struct Mutant {
  std::string_view name;            // fires-early
  std::string_view family;          // the rule family it breaks
  std::string_view text;            // what it does wrong
  std::string_view profile = "";    // under which it shows; empty: any of those with hrtimers
  std::string_view abi = "x86_64";  // of the target on which it shows
};

// All mutants; their order is the order of the selftest table.
std::span<const Mutant> mutants();

inline constexpr int kNoMutant = -1;

struct SimulatorOptions {
  std::uint64_t seed = 1;    // of latencies and of the instants within brackets
  Nanos bracket_width{300};  // distance of the readings around a call; 0 is allowed: equal readings
  int mutant = kNoMutant;    // index into mutants()
};

// Runs a program in virtual time. Deterministic: the same arguments give the same trace.
Trace simulate(const Program& program, const Profile& profile, const TargetFacts& facts,
               const SimulatorOptions& options);

}  // namespace timerlaw
