// SPDX-License-Identifier: Apache-2.0
// Programs on which kernels of two profiles must differ: the simulated trace of each is explained by its own profile
// and rejected under the other's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "conformance/versions/switches.h"
#include "model/judge.h"

namespace timerlaw::versions {

struct SearchOptions {
  std::uint64_t bound = 5'000;     // programs of the exhaustive source
  std::uint64_t programs = 5'000;  // random ones
  std::uint64_t seed = 1;          // of the random programs
};

// A program, and what each profile's kernel did: judged by the other's law.
struct Witness {
  Program program;
  Trace a;
  Trace b;
  Judgement a_under_b;
  Judgement b_under_a;
};

// A switch in which the profiles differ, the rules that depend on it, and a program that shows it.
struct Difference {
  const Switch* of = nullptr;
  std::vector<RuleIndex> only_in_a;
  std::vector<RuleIndex> only_in_b;
  std::optional<Witness> witness;
  bool alone = false;       // the two must differ on it even if they differ in nothing but this switch
  std::string_view source;  // of the program: solved, exhaustive, random or distinguishing
};

// One for each switch in which they differ. Deterministic: the same arguments give the same programs.
std::vector<Difference> differences(const Profile& a, const Profile& b, const SearchOptions& options);

// The facts of the machine that the traces are simulated on: one that can do everything.
TargetFacts facts_for(const Profile& a, const Profile& b);

// What the program shows, if kernels of these profiles must differ on it.
std::optional<Witness> witness(const Program& program, const Profile& a, const Profile& b, const TargetFacts& facts);

}  // namespace timerlaw::versions
