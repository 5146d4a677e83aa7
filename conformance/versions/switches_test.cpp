// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/switches.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace timerlaw::versions {
namespace {

TEST(Switches, TakenOverTogetherTurnAnyProfileIntoAnyOther) {
  for (const Profile& from : profiles())
    for (const Profile& to : profiles()) {
      Profile mixed = from;
      for (const Switch& one : switches())
        one.set(mixed, one.get(to));
      mixed.name = to.name;
      mixed.releases = to.releases;
      mixed.confirmed = to.confirmed;
      mixed.obtainable = to.obtainable;
      EXPECT_EQ(mixed, to) << from.name << " to " << to.name;
    }
}

TEST(Switches, ReadBackEveryValueThatWasSet) {
  for (const Switch& one : switches())
    for (std::size_t value = 0; value < one.values.size(); ++value) {
      Profile profile;
      one.set(profile, value);
      EXPECT_EQ(one.get(profile), value) << one.name;
      EXPECT_EQ(one.value_in(profile), one.values[value]);
    }
}

TEST(Switches, HaveNamesOfTheirOwnAndSayWhatTheyMean) {
  std::set<std::string_view> names;
  for (const Switch& one : switches()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_TRUE(one.meaning.ends_with('.')) << one.name;
    EXPECT_EQ(find_switch(one.name), &one);
  }
  EXPECT_EQ(find_switch("magic"), nullptr);
}

TEST(Switches, StandInTheDocumentationWithTheirMeaning) {
  std::ostringstream page;
  page << std::ifstream(TIMERLAW_DOCS "/profiles.md").rdbuf();
  for (const Switch& one : switches())
    EXPECT_NE(page.str().find("| `" + std::string(one.name) + "` |"), std::string::npos) << one.name;
  for (const Switch& one : switches())
    EXPECT_NE(page.str().find(" | " + std::string(one.meaning) + " |"), std::string::npos) << one.name;
}

TEST(Switches, SayWhereTwoProfilesDiffer) {
  const Profile& old = *find_profile("linux-6.12");
  const Profile& fresh = *find_profile("linux-6.13");
  std::set<std::string_view> names;
  for (const Switch* one : differing_switches(old, fresh))
    names.insert(one->name);
  EXPECT_EQ(names, (std::set<std::string_view>{"stale_signals_dropped", "ignored_periodic_parked",
                                               "refire_bumps_overrun", "leaks_sys_private"}));
  EXPECT_TRUE(with(old, *find_switch("stale_signals_dropped"), fresh).stale_signals_dropped);
  EXPECT_TRUE(differing_switches(old, old).empty());
}

}  // namespace
}  // namespace timerlaw::versions
