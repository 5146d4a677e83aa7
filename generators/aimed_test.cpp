// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "generators/fingerprint.h"
#include "generators/mix.h"
#include "generators/plan.h"
#include "generators/source.h"

namespace timerlaw {
namespace {

TEST(AimedSource, ProgramsAreAllDifferent) {
  const auto source = aimed_source(2);
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    Fingerprint print;
    print.add(source->at(i));
    seen.insert(print.value());
  }
  EXPECT_EQ(seen.size(), source->size());
}

TEST(AimedSource, EveryProgramAimsWithinThreeMicroseconds) {
  const auto source = aimed_source(2);
  std::set<std::int64_t> offsets;
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    const Program program = source->at(i);
    const auto aim = std::ranges::find(program.steps, Op::until, &Step::op);
    ASSERT_NE(aim, program.steps.end());
    EXPECT_TRUE(aim->anchor == Anchor::timer || aim->anchor == Anchor::real);
    offsets.insert(aim->value.frac);
  }
  EXPECT_EQ(offsets.size(), 61U);
  EXPECT_EQ(*offsets.begin(), -3000);
  EXPECT_EQ(*offsets.rbegin(), 3000);
}

TEST(AimedSource, OneCpuMeansNoProgramMoves) {
  const auto one = aimed_source(1);
  EXPECT_EQ(one->size() * 2, aimed_source(2)->size());
  for (std::uint64_t i = 0; i < one->size(); ++i) {
    EXPECT_TRUE(std::ranges::none_of(one->at(i).steps, [](const Step& s) { return s.op == Op::cpu; }));
  }
}

TEST(AimedSource, NoProgramWaitsInVainOrDies) {
  const auto source = aimed_source(2);
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    const Program program = source->at(i);
    EXPECT_TRUE(waits_are_bounded(program, kPatience)) << "program " << i;
    Plan plan;
    for (const Step& step : program.steps) {
      EXPECT_FALSE(plan.may_kill(step)) << "program " << i;
      plan.follow(step);
    }
  }
}

// When this fails because the programs were meant to change: raise kGeneratorVersion, then put the new value here.
TEST(AimedSource, ProgramsOfThisGeneratorVersionAreFixedForEver) {
  const auto source = aimed_source(2);
  Fingerprint print;
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    print.add(source->at(i));
  }
  EXPECT_EQ(print.value(), 5557354050359015977U);
}

}  // namespace
}  // namespace timerlaw
