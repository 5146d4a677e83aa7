// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/condition.h"

#include <gtest/gtest.h>

namespace timerlaw::runner {
namespace {

bool holds(std::string_view condition, std::string release, std::string machine = "x86_64") {
  TargetFacts facts;
  facts.release = std::move(release);
  facts.machine = std::move(machine);
  const auto read = Condition::read(condition);
  EXPECT_TRUE(read) << (read ? "" : read.error());
  return read && read->holds(facts);
}

TEST(Condition, NoneAlwaysHolds) {
  EXPECT_TRUE(holds("", "6.1"));
}

TEST(Condition, ComparesVersionsAsNumbersNotAsText) {
  EXPECT_TRUE(holds("kernel >= 6.13", "6.18.5-generic"));
  EXPECT_FALSE(holds("kernel >= 6.13", "6.2.0"));
  EXPECT_TRUE(holds("kernel < 6.13", "6.9"));
}

TEST(Condition, ComparesAsFarAsTheVersionGoes) {
  EXPECT_TRUE(holds("kernel == 6.13", "6.13.4"));
  EXPECT_FALSE(holds("kernel == 6.13.5", "6.13.4"));
  EXPECT_TRUE(holds("kernel <= 6.13", "6.13.9"));
}

TEST(Condition, NeedsEveryClause) {
  EXPECT_TRUE(holds("kernel >= 6.13 and kernel < 6.17 and machine == x86_64", "6.16.1"));
  EXPECT_FALSE(holds("kernel >= 6.13 and kernel < 6.17", "6.17"));
  EXPECT_FALSE(holds("kernel >= 6.13 and machine != x86_64", "6.16"));
}

TEST(Condition, SaysWhatItDidNotUnderstand) {
  EXPECT_EQ(Condition::read("kernel 6.13").error(), "expected a clause like `kernel >= 6.13`, found `kernel 6.13`");
  EXPECT_EQ(Condition::read("host == a").error(), "unknown field `host`; known are kernel, machine, abi, clock");
  EXPECT_EQ(Condition::read("kernel ~ 6").error(), "unknown comparison `~`; known are < <= > >= == !=");
  EXPECT_EQ(Condition::read("kernel > new").error(), "expected a kernel version like 6.13, found `new`");
  EXPECT_EQ(Condition::read("machine > x86").error(), "`machine` compares by == and != only, found `>`");
  EXPECT_FALSE(Condition::read("kernel > 6.1 and "));
}

}  // namespace
}  // namespace timerlaw::runner
