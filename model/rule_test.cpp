// SPDX-License-Identifier: Apache-2.0
#include "model/rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/judge.h"
#include "model/profile.h"

namespace timerlaw {
namespace {

TEST(Rules, HaveIdsOfTheirOwnAndSayWhatTheySayAndWhereItComesFrom) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.text.empty()) << rule.id;
    EXPECT_FALSE(rule.source.empty()) << rule.id;
    EXPECT_FALSE(rule.family.empty()) << rule.id;
    EXPECT_EQ(find_rule(rule.id), &rule);
  }
  EXPECT_LE(rules().size(), kMaxRules);
}

TEST(Rules, AnUnknownIdHasNoRuleButNearestOnes) {
  EXPECT_EQ(find_rule("ITR-33"), nullptr);
  const std::vector<std::string_view> nearest = nearest_rules("ITR-33");
  ASSERT_EQ(nearest.size(), 3u);
  EXPECT_EQ(nearest.front(), "ITR-3");
  EXPECT_EQ(nearest_rules("").size(), 3u);
}

TEST(Rules, AProfileHoldsThoseThatNameItOrAll) {
  const Profile& profile = *find_profile("linux-6.13");
  EXPECT_TRUE(applies(*find_rule("CONV-1"), profile));
  EXPECT_TRUE(applies(*find_rule("PTM-SET"), profile));
  EXPECT_FALSE(applies(*find_rule("ARG-GI-2"), profile));
  EXPECT_EQ(rules_of(profile), static_cast<std::size_t>(std::ranges::count_if(
                                   rules(), [&](const Rule& rule) { return applies(rule, profile); })));
}

TEST(Profiles, AreChosenByTheRelease) {
  const std::pair<const char*, const char*> kChosen[] = {{"3.2.0", "linux-2.6.39"},   {"4.4", "linux-3.10"},
                                                         {"5.4.0-150", "linux-4.19"}, {"5.15.0", "linux-6.1"},
                                                         {"6.8.0-45", "linux-6.4"},   {"6.12.101", "linux-6.12"},
                                                         {"6.13.0", "linux-6.13"},    {"6.18.44-cloud", "linux-6.15"},
                                                         {"6.19-rc1", "linux-7.2"},   {"7.3.4", "linux-7.3"}};
  for (const auto& [release, name] : kChosen) {
    ASSERT_NE(profile_for_release(release), nullptr) << release;
    EXPECT_EQ(profile_for_release(release)->name, name) << release;
  }
  EXPECT_EQ(profile_for_release("7.4"), nullptr);
  EXPECT_EQ(profile_for_release("1.2.13"), nullptr);
}

TEST(Profiles, AReleaseThatIsNoVersionHasNone) {
  for (const char* release : {"", "6", "6.", "x.y", "-6.13", "6.x", "99999999999.1"}) {
    EXPECT_EQ(profile_for_release(release), nullptr) << release;
  }
  EXPECT_EQ(find_profile("linux-9"), nullptr);
}

}  // namespace
}  // namespace timerlaw
