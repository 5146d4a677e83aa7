// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/condition.h"

#include <gtest/gtest.h>

#include <tuple>

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
  EXPECT_TRUE(holds("kernel >= 6.13 and kernel < 6.17 and arch == x86_64", "6.16.1"));
  EXPECT_FALSE(holds("kernel >= 6.13 and kernel < 6.17", "6.17"));
  EXPECT_FALSE(holds("kernel >= 6.13 and arch != x86_64", "6.16"));
}

TEST(Condition, KnowsWhatKindOfTimePasses) {
  TargetFacts facts;
  for (const auto& [virtual_time, cpu_time, name] :
       {std::tuple(false, true, "real"), std::tuple(false, false, "real"), std::tuple(true, false, "virtual"),
        std::tuple(true, true, "cpu")}) {
    facts.virtual_time = virtual_time;
    facts.cpu_time = cpu_time;
    for (const std::string one : {"real", "virtual", "cpu"}) {
      EXPECT_EQ(Condition::read("time == " + one)->holds(facts), one == name);
      EXPECT_EQ(Condition::read("time != " + one)->holds(facts), one != name);
    }
  }
}

TEST(Condition, SaysWhatItDidNotUnderstand) {
  EXPECT_EQ(Condition::read("kernel 6.13").error(), "expected a clause like `kernel >= 6.13`, found `kernel 6.13`");
  EXPECT_EQ(Condition::read("host == a").error(), "unknown field `host`; known are kernel, arch, abi, clock, time");
  EXPECT_EQ(Condition::read("kernel ~ 6").error(), "unknown comparison `~`; known are < <= > >= == !=");
  EXPECT_EQ(Condition::read("kernel > new").error(), "expected a kernel version like 6.13, found `new`");
  EXPECT_EQ(Condition::read("arch > x86").error(), "`arch` compares by == and != only, found `>`");
  EXPECT_EQ(Condition::read("time == slow").error(), "expected real, virtual or cpu, found `slow`");
  EXPECT_FALSE(Condition::read("kernel > 6.1 and "));
}

Condition read(std::string_view text) {
  return *Condition::read(text);
}

TEST(Condition, KnowsWhenItsClausesContradictEachOther) {
  EXPECT_FALSE(read("").never_holds());
  EXPECT_FALSE(read("kernel >= 6.13 and kernel < 6.14").never_holds());
  EXPECT_FALSE(read("kernel > 5.10 and kernel < 6.0").never_holds());
  EXPECT_TRUE(read("kernel >= 6.13 and kernel < 6.13").never_holds());
  EXPECT_TRUE(read("kernel > 6.13 and kernel == 6.13.9").never_holds());
  EXPECT_TRUE(read("abi == i386 and abi == x86_64").never_holds());
  EXPECT_FALSE(read("abi != i386 and abi != x86_64").never_holds());
  EXPECT_FALSE(read("time != real and time != virtual").never_holds());
  EXPECT_TRUE(read("time != real and time != virtual and time != cpu").never_holds());
}

TEST(Condition, KnowsWhenAnotherHoldsWhereverItDoes) {
  EXPECT_TRUE(read("kernel >= 6.13").implies(read("")));
  EXPECT_FALSE(read("").implies(read("kernel >= 6.13")));
  EXPECT_TRUE(read("kernel >= 6.13 and kernel < 6.19").implies(read("kernel >= 5.10")));
  EXPECT_FALSE(read("kernel >= 5.10").implies(read("kernel >= 6.13")));
  EXPECT_TRUE(read("kernel == 6.13.4").implies(read("kernel == 6.13")));
  EXPECT_FALSE(read("kernel == 6.13").implies(read("kernel == 6.13.4")));
  EXPECT_FALSE(read("kernel < 6.0").implies(read("kernel < 5.10")));
  EXPECT_TRUE(read("abi == i386").implies(read("abi != x86_64")));
  EXPECT_FALSE(read("abi != x86_64").implies(read("abi == i386")));
}

}  // namespace
}  // namespace timerlaw::runner
