// SPDX-License-Identifier: Apache-2.0
// Whatever the simulated kernel does, the oracle accepts: two machines made from one set of branches, and nothing else.
#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"
#include "generators/source.h"
#include "model/calls/jiffies.h"
#include "model/judge.h"
#include "model/simulator/simulator.h"

namespace timerlaw {
namespace {

void expect_accepted(const Source& source, std::uint64_t programs, std::uint64_t stride) {
  constexpr std::int64_t kWidths[] = {0, 1, 100, 300, 5'000, 100'000};
  TargetFacts facts;
  facts.cpus = 2;
  Judgement judgement;
  int shown = 0;
  for (std::uint64_t i = 0; i < programs && i * stride < source.size() && shown < 5; ++i) {
    const SimulatorOptions options{.seed = i, .bracket_width = {kWidths[i % std::size(kWidths)]}};
    const Trace trace = simulate(source.at(i * stride), *find_profile("linux-6.15"), facts, options);
    judge(trace, *find_profile("linux-6.15"), facts, {}, judgement);
    if (judgement.diverged() || judgement.disturbed) {
      ++shown;
      const Divergence first = judgement.diverged() ? judgement.divergences.front() : Divergence{};
      ADD_FAILURE() << source.name() << ' ' << i * stride << ", bracket " << options.bracket_width.ns << " ns, "
                    << rule(first.rule).id << " at step " << first.step << ": " << first.observed << "; "
                    << first.allowed << '\n'
                    << to_text(trace);
    }
  }
}

TEST(Oracle, AcceptsWhatTheSimulatedKernelDoesInRandomPrograms) {
  expect_accepted(*random_source(7), 20'000, 1);
}

TEST(Oracle, AcceptsWhatTheSimulatedKernelDoesInProgramsWithoutWaits) {
  expect_accepted(*random_source(8, false), 20'000, 1);
}

TEST(Oracle, AcceptsWhatTheSimulatedKernelDoesInShortSequences) {
  expect_accepted(*exhaustive_source(), 20'000, 97);
}

TEST(Oracle, AcceptsWhatTheSimulatedKernelDoesAroundAnExpiry) {
  expect_accepted(*aimed_source(2), 20'000, 7);
}

TEST(Oracle, AcceptsLinux20AsItIsSimulatedAndNoneOfItsFaults) {
  const Profile& profile = *find_profile("linux-2.0");
  TargetFacts facts;
  facts.cpus = 2;
  facts.tick = kJiffy;
  const auto source = random_source(9, true, capabilities_of(facts));
  Judgement judgement;
  const auto rejected = [&](std::uint64_t i, int mutant) {
    const SimulatorOptions options{.seed = i, .bracket_width = {i % 3 == 0 ? 0 : 300}, .mutant = mutant};
    const Trace trace = simulate(source->at(i), profile, facts, options);
    if (trace.ending != Ending::refused) {
      judge(trace, profile, facts, {}, judgement);
    }
    return trace.ending != Ending::refused && judgement.diverged();
  };
  constexpr std::uint64_t kPrograms = 10'000;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    ASSERT_FALSE(rejected(i, kNoMutant)) << to_text(source->at(i));
  }
  for (std::size_t m = 0; m < mutants().size(); ++m) {
    // The intervals of CPU time are met by directed programs.
    if (mutants()[m].family != "jiffies" || mutants()[m].name == "jiffies-lose-the-interval") {
      continue;
    }
    std::uint64_t i = 0;
    while (i < kPrograms && !rejected(i, static_cast<int>(m))) {
      ++i;
    }
    EXPECT_LT(i, kPrograms) << mutants()[m].name;
  }
}

}  // namespace
}  // namespace timerlaw
