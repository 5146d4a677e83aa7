// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/known_facts.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

class KnownFactsTest : public testing::Test {
 protected:
  void SetUp() override { setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1); }
  void TearDown() override { unsetenv("XDG_CACHE_HOME"); }
  const TemporaryFolder folder_;
};

TEST_F(KnownFactsTest, WhatATargetSaidIsKnownAfterwardsForEachAbi) {
  EXPECT_FALSE(recall_facts("uml-6.1", "x86_64"));
  TargetFacts facts;
  facts.release = "6.1.176";
  facts.virtual_time = true;
  facts.lateness_bound = Nanos{20'000};
  remember_facts(*parse_target("uml:6.1"), facts);
  const auto known = recall_facts("uml-6.1", "x86_64");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->facts.release, "6.1.176");
  EXPECT_TRUE(known->facts.virtual_time);
  EXPECT_EQ(known->facts.lateness_bound, facts.lateness_bound);
  EXPECT_FALSE(recall_facts("uml-6.1", "i386"));
}

TEST_F(KnownFactsTest, ARunThatMayNotSetTheClockLeavesItKnownThatItCanBeSet) {
  TargetFacts facts;
  facts.release = "6.1.176";
  facts.set_clock = true;
  remember_facts(*parse_target("uml:6.1"), facts);
  facts.set_clock = false;
  remember_facts(*parse_target("uml:6.1"), facts);
  EXPECT_TRUE(recall_facts("uml-6.1", "x86_64")->facts.set_clock);
  facts.release = "6.1.177";
  remember_facts(*parse_target("uml:6.1"), facts);
  EXPECT_FALSE(recall_facts("uml-6.1", "x86_64")->facts.set_clock);
}

TEST_F(KnownFactsTest, WhetherItRunsThreadsStaysKnown) {
  TargetFacts facts;
  facts.release = "6.1.176";
  remember_facts(*parse_target("uml:6.1"), facts);
  EXPECT_FALSE(recall_facts("uml-6.1", "x86_64")->threads);
  remember_facts(*parse_target("uml:6.1"), facts, true);
  remember_facts(*parse_target("uml:6.1"), facts);
  EXPECT_EQ(recall_facts("uml-6.1", "x86_64")->threads, true);
  remember_facts(*parse_target("uml:6.1"), facts, false);
  EXPECT_EQ(recall_facts("uml-6.1", "x86_64")->threads, false);
}

TEST_F(KnownFactsTest, OtherTargetsAreNotRemembered) {
  for (const char* target : {"host", "uml:./linux", "cmd:ssh board", "uml:6.1+cpu"})
    remember_facts(*parse_target(target), {});
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "timerlaw" / "facts"));
}

TEST_F(KnownFactsTest, WhatCannotBeReadIsAsIfItWasNotThere) {
  remember_facts(*parse_target("uml:6.1"), {});
  std::ofstream(folder_.path() / "timerlaw" / "facts" / "uml-6.1.x86_64") << "timerlaw target 1 colour=blue\n";
  EXPECT_FALSE(recall_facts("uml-6.1", "x86_64"));
}

}  // namespace
}  // namespace timerlaw::runner
