// SPDX-License-Identifier: Apache-2.0
// How many programs it takes until the oracle rejects a simulated kernel.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/selftest/sample.h"
#include "model/profile.h"
#include "model/simulator/simulator.h"

namespace timerlaw {

struct BracketWidth {
  Nanos width;
  const char* name;
  bool narrow;  // an ordinary host's, or better
};
inline constexpr std::array kBracketWidths = {BracketWidth{{0}, "0", true}, BracketWidth{{300}, "300 ns", true},
                                              BracketWidth{{100'000}, "100 µs", false}};

// Programs to the kill, the killing one included, by bracket width; nothing where the sample was not enough.
using Kills = std::array<std::optional<std::uint64_t>, kBracketWidths.size()>;

// What is simulated: a kernel, on a machine.
struct Machine {
  const Profile* profile = nullptr;
  TargetFacts facts;
};

// Linux 6.15 to 6.18 on two CPUs, so that calls can meet a callback; it allows all that a target may.
Machine usual_machine();
// The one on which the mutant's fault shows.
Machine machine_of(const Mutant& mutant);

// How program `at` of a sample is run.
SimulatorOptions simulation(const Sample& sample, std::size_t at, Nanos width, int mutant, std::uint64_t seed);

// The programs to the kill at one width, among the first `limit` of the sample.
std::optional<std::uint64_t> programs_to_kill(const Sample& sample, std::uint64_t limit, Nanos width, int mutant,
                                              std::uint64_t seed, const Machine& machine = usual_machine());

// One row of the table.
struct MutantRow {
  Mutant mutant;
  std::vector<Kills> kills;  // by generator
  bool killed_at_a_narrow_width() const;
};

// The Markdown table.
std::string kill_table(const std::vector<std::string>& generators, const std::vector<MutantRow>& rows,
                       std::uint64_t limit);

}  // namespace timerlaw
