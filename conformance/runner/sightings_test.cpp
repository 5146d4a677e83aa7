// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/sightings.h"

#include <gtest/gtest.h>

#include "generators/steps.h"

namespace timerlaw::runner {
namespace {

Program alarm(std::int64_t seconds) {
  return {Child::reused, {steps::alarm(seconds)}};
}

Expectation expectation(std::optional<Program> program, bool always = true) {
  Expectation one;
  one.rule = "ITR-3";
  one.program = std::move(program);
  one.reason = "known";
  one.always = always;
  return one;
}

// Program 0 is the expectation's own, 1 another.
RunPlan plan() {
  return RunPlan({{listed_source("expected", {alarm(0), alarm(1)}), kUnbounded, true}});
}

Entry judged(std::uint64_t index, std::vector<std::string> diverged, std::uint32_t weak = 0) {
  Entry entry;
  entry.record.index = index;
  entry.record.diverged = std::move(diverged);
  entry.record.steps[static_cast<std::size_t>(Verdict::weak)] = weak;
  return entry;
}

TEST(Sightings, AnExpectedDivergenceIsNotUnexplained) {
  const RunPlan programs = plan();
  Sightings sightings({expectation(alarm(0))}, programs_of(programs));
  Entry entry = judged(0, {"ITR-3"});
  sightings.add(entry);
  EXPECT_TRUE(sightings.unexplained().empty());
  EXPECT_EQ(sightings.uses()[0].hits, 1u);
  EXPECT_TRUE(sightings.stale({}).empty());
}

TEST(Sightings, TheSameRuleInAnotherProgramIsUnexplained) {
  const RunPlan programs = plan();
  Sightings sightings({expectation(alarm(0))}, programs_of(programs));
  Entry entry = judged(1, {"ITR-3", "REM-4"});
  sightings.add(entry);
  EXPECT_EQ(sightings.unexplained().at("ITR-3").seen, 1u);
  EXPECT_EQ(sightings.unexplained().at("REM-4").first[0].program, alarm(1));
}

TEST(Sightings, OnlyTheFirstFewOfARuleAreKeptAndAllAreCounted) {
  const RunPlan programs = plan();
  Sightings sightings({}, programs_of(programs));
  for (std::size_t i = 0; i < Sightings::kPerRule + 5; ++i) {
    Entry entry = judged(1, {"ITR-3"});
    sightings.add(entry);
  }
  EXPECT_EQ(sightings.unexplained().at("ITR-3").seen, Sightings::kPerRule + 5);
  EXPECT_EQ(sightings.unexplained().at("ITR-3").first.size(), Sightings::kPerRule);
}

TEST(Sightings, AnExpectationGoesStaleWhenItsProgramConforms) {
  const RunPlan programs = plan();
  Sightings sightings({expectation(alarm(0)), expectation(alarm(0), false)}, programs_of(programs));
  Entry entry = judged(0, {});
  sightings.add(entry);
  EXPECT_EQ(sightings.stale({}), (std::vector<std::size_t>{0}));
}

TEST(Sightings, AWeakAnswerMakesNoExpectationStale) {
  const RunPlan programs = plan();
  Sightings sightings({expectation(alarm(0))}, programs_of(programs));
  Entry entry = judged(0, {}, 1);
  sightings.add(entry);
  EXPECT_TRUE(sightings.stale({}).empty());
}

TEST(Sightings, AnExpectationForAnyProgramGoesStaleOnceItsRuleWasExercised) {
  const RunPlan programs = plan();
  const Sightings sightings({expectation(std::nullopt)}, programs_of(programs));
  Tally tally;
  EXPECT_TRUE(sightings.stale(tally).empty());
  tally.exercised.insert("ITR-3");
  EXPECT_EQ(sightings.stale(tally).size(), 1u);
}

}  // namespace
}  // namespace timerlaw::runner
