// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/exit_code.h"

#include <gtest/gtest.h>

namespace timerlaw::runner {
namespace {

Outcome all() {
  Outcome outcome;
  outcome.bad_input = outcome.new_divergence = outcome.harness_failed = outcome.stale = true;
  return outcome;
}

TEST(ExitCode, IsZeroWhenEverythingConforms) {
  EXPECT_EQ(exit_code({}), 0);
}

TEST(ExitCode, ARuleThatGotNoVerdictIsTheHarnessesFailure) {
  Outcome outcome;
  outcome.unexercised = outcome.stale = true;
  EXPECT_EQ(exit_code(outcome), 4);
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 1);
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 125);
}

TEST(ExitCode, WhereSeveralHoldTheOrderIsUsageDivergenceHarnessStale) {
  Outcome outcome = all();
  EXPECT_EQ(exit_code(outcome), 2);
  outcome.bad_input = false;
  EXPECT_EQ(exit_code(outcome), 1);
  outcome.new_divergence = false;
  EXPECT_EQ(exit_code(outcome), 4);
  outcome.harness_failed = false;
  EXPECT_EQ(exit_code(outcome), 3);
}

TEST(ExitCode, ASignalIsReportedAsAShellDoes) {
  Outcome outcome = all();
  outcome.signal = 2;
  EXPECT_EQ(exit_code(outcome), 130);
  outcome.signal = 15;
  EXPECT_EQ(exit_code(outcome), 143);
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 143);
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 143);
}

TEST(ExitCode, KselftestKnowsPassFailAndSkip) {
  Outcome outcome;
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 0);
  outcome.stale = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 1);
  outcome.harness_failed = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 1);
  outcome.untestable = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 4);
  outcome.bad_input = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::kselftest), 1);
}

TEST(ExitCode, BisectSkipsARevisionThatCannotBeJudgedAndStopsOnWrongUsage) {
  Outcome outcome;
  outcome.stale = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 0);
  outcome.harness_failed = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 125);
  outcome.new_divergence = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 1);
  outcome.bad_input = true;
  EXPECT_EQ(exit_code(outcome, ExitStyle::bisect), 128);
}

}  // namespace
}  // namespace timerlaw::runner
