// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/differences.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/versions/explained.h"
#include "generators/shrink.h"

namespace timerlaw::versions {
namespace {

const SearchOptions kSmall{.bound = 500, .programs = 500, .seed = 1};

std::vector<Difference> between(const char* a, const char* b) {
  return differences(*find_profile(a), *find_profile(b), kSmall);
}

TEST(Differences, AreShownByProgramsOnWhichEachLawRejectsTheOthersKernel) {
  const Profile& a = *find_profile("linux-6.12");
  const Profile& b = *find_profile("linux-6.13");
  const auto found = differences(a, b, kSmall);
  ASSERT_FALSE(found.empty());
  int shown = 0;
  for (const Difference& one : found) {
    if (!one.witness)
      continue;
    ++shown;
    EXPECT_FALSE(explained(one.witness->a, b, facts_for(a, b))) << one.of->name;
    EXPECT_FALSE(explained(one.witness->b, a, facts_for(a, b))) << one.of->name;
    EXPECT_TRUE(witness(one.witness->program, a, b, facts_for(a, b)));
  }
  EXPECT_GE(shown, 2);
}

TEST(Differences, NameTheRulesOfTheirSwitch) {
  const auto found = between("linux-6.13", "linux-6.15");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().of->name, "restore_ids");
  const auto names = [](const std::vector<RuleIndex>& indices) {
    std::vector<std::string_view> ids;
    for (const RuleIndex index : indices)
      ids.push_back(rule(index).id);
    return ids;
  };
  EXPECT_EQ(names(found.front().only_in_a), (std::vector<std::string_view>{"ARG-PR-2"}));
  EXPECT_FALSE(names(found.front().only_in_b).empty());
}

TEST(Differences, AreTheSameEachTime) {
  const auto first = between("linux-4.19", "linux-5.5");
  const auto again = between("linux-4.19", "linux-5.5");
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_EQ(first[i].witness.has_value(), again[i].witness.has_value());
    if (first[i].witness) {
      EXPECT_EQ(first[i].witness->a, again[i].witness->a);
    }
  }
}

TEST(Differences, ArePrintedWithProgramsThatCannotBeCutDown) {
  for (const Difference& one : between("linux-4.14", "linux-4.15")) {
    ASSERT_TRUE(one.witness) << one.of->name;
    const Profile& a = *find_profile("linux-4.14");
    const Profile& b = *find_profile("linux-4.15");
    for (const Program& smaller : shrink_candidates(one.witness->program))
      EXPECT_FALSE(witness(smaller, a, b, facts_for(a, b)));
  }
}

TEST(Differences, OfAProfileAndItselfAreNone) {
  EXPECT_TRUE(between("linux-6.1", "linux-6.1").empty());
  EXPECT_TRUE(between("linux-3.10", "linux-4.10").empty());
}

}  // namespace
}  // namespace timerlaw::versions
