// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/shadowed.h"

#include <gtest/gtest.h>

#include "generators/steps.h"

namespace timerlaw::runner {
namespace {

Program alarm(std::int64_t seconds) {
  return {Child::reused, {steps::alarm(seconds)}};
}

Expectation entry(std::optional<Program> program, std::string_view condition = "") {
  Expectation one;
  one.rule = "ITR-3";
  one.program = std::move(program);
  one.condition = *Condition::read(condition);
  one.line = 7;
  return one;
}

TEST(Shadowed, EntriesForOtherProgramsRulesAndTargetsAreReachable) {
  Expectation other = entry(alarm(0));
  other.rule = "REM-4";
  EXPECT_EQ(why_unreachable({entry(alarm(0)), entry(alarm(1))}), "");
  EXPECT_EQ(why_unreachable({entry(alarm(0)), other}), "");
  EXPECT_EQ(why_unreachable({entry(alarm(0)), entry(std::nullopt)}), "");
  EXPECT_EQ(why_unreachable({entry(alarm(0), "kernel < 6.1"), entry(alarm(0), "kernel >= 6.1")}), "");
  EXPECT_EQ(why_unreachable({entry(std::nullopt, "kernel < 6.1"), entry(alarm(0))}), "");
}

TEST(Shadowed, ASecondEntryForTheSameIsADuplicate) {
  EXPECT_EQ(why_unreachable({entry(alarm(0)), entry(alarm(0))}), "duplicate of the entry in line 7");
  EXPECT_EQ(why_unreachable({entry(std::nullopt, "kernel >= 6"), entry(std::nullopt, "kernel >= 6.0")}),
            "duplicate of the entry in line 7");
}

TEST(Shadowed, AnEntryThatAnEarlierOneCoversIsUnreachable) {
  EXPECT_EQ(why_unreachable({entry(std::nullopt), entry(alarm(0))}),
            "unreachable: the entry in line 7 is for any program; entries with a program stand before it");
  EXPECT_EQ(why_unreachable({entry(alarm(0)), entry(alarm(0), "abi == i386")}),
            "unreachable: already covered by the entry in line 7");
}

TEST(Shadowed, AConditionThatHoldsNowhereIsUnreachable) {
  EXPECT_EQ(why_unreachable({entry(alarm(0), "kernel < 6.1 and kernel > 6.1")}),
            "unreachable: no target fulfils its condition");
}

}  // namespace
}  // namespace timerlaw::runner
