// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/settle.h"

#include <gtest/gtest.h>

namespace timerlaw::runner {
namespace {

Expectation expectation(bool always = true) {
  Expectation one;
  one.rule = "ITR-3";
  one.reason = "known";
  one.link = "https://example.org";
  one.always = always;
  return one;
}

RunInfo complete() {
  RunInfo info;
  info.profile = "linux-6.13";
  info.complete = true;
  return info;
}

Sightings seen(const Expectation& one, std::vector<std::string> diverged) {
  Sightings sightings({one}, {[](std::uint64_t) { return Program{}; }, [](std::uint64_t) { return false; },
                              [](std::uint64_t) { return std::string("random"); }});
  Entry entry;
  entry.record.index = 7;
  entry.record.diverged = std::move(diverged);
  sightings.add(entry);
  return sightings;
}

TEST(Settle, AnExpectedDivergenceIsRecordedWithItsReasonAndConforms) {
  RunInfo info = complete();
  settle(seen(expectation(), {"ITR-3"}), {}, {}, info);
  ASSERT_EQ(info.findings.size(), 1u);
  EXPECT_EQ(info.findings[0].expected, "known");
  EXPECT_EQ(info.findings[0].link, "https://example.org");
  EXPECT_EQ(info.findings[0].index, 7u);
  EXPECT_EQ(exit_code(outcome_of(info)), kExitConforms);
}

TEST(Settle, WhatNoLongerShowsIsStale) {
  Tally tally;
  tally.exercised.insert("ITR-3");
  RunInfo info = complete();
  settle(seen(expectation(), {}), {}, tally, info);
  EXPECT_EQ(info.stale, (std::vector<StaleInfo>{{"ITR-3", 0, "known"}}));
  EXPECT_EQ(exit_code(outcome_of(info)), kExitStale);
}

TEST(Settle, WhatShowsSometimesIsNeverStale) {
  Tally tally;
  tally.exercised.insert("ITR-3");
  RunInfo info = complete();
  settle(seen(expectation(false), {}), {}, tally, info);
  EXPECT_EQ(exit_code(outcome_of(info)), kExitConforms);
}

TEST(Settle, ARuleThatMustBeExercisedAndWasNotFailsTheHarness) {
  Tally tally;
  tally.exercised.insert("ITR-3");
  RunInfo info = complete();
  settle(seen(expectation(false), {}), {{{"ITR-3", "ALRM-1"}, {}}, {{"ALRM-1"}, {}}}, tally, info);
  ASSERT_EQ(info.unexercised.size(), 1u);
  EXPECT_EQ(info.unexercised[0].rule, "ALRM-1");
  EXPECT_EQ(exit_code(outcome_of(info)), kExitHarness);
}

TEST(Settle, ADivergenceThatNobodyLookedIntoIsNewToo) {
  RunInfo info = complete();
  info.unexplained = 1;
  EXPECT_EQ(exit_code(outcome_of(info)), kExitDiverged);
}

}  // namespace
}  // namespace timerlaw::runner
