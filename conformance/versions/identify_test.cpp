// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/identify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/versions/differences.h"
#include "conformance/versions/distinguishing.h"
#include "model/simulator/simulator.h"

namespace timerlaw::versions {
namespace {

Identification identified(const Profile& profile) {
  const TargetFacts facts = facts_for(profile, profile);
  const auto found = identify(
      [&, seed = std::uint64_t{0}](const Program& program) mutable -> Expected<Trace> {
        return simulate(program, profile, facts, {.seed = ++seed});
      },
      facts);
  EXPECT_TRUE(found) << found.error();
  return *found;
}

// The values that were told are those of the profile, and it is among the nearest.
void expect_identified(const Profile& profile) {
  const Identification found = identified(profile);
  for (const Answer& answer : found.answers) {
    if (answer.told()) {
      EXPECT_EQ(answer.of->values[answer.possible.front()], answer.of->value_in(profile))
          << profile.name << ": " << answer.of->name << " by " << answer.by;
    }
  }
  const std::size_t least = found.matches.front().differs.size();
  EXPECT_EQ(least, 0u) << profile.name;
  const auto match = std::ranges::find(found.matches, profile.name, [](const Match& m) { return m.profile->name; });
  EXPECT_EQ(match->differs.size(), least) << profile.name;
}

TEST(Identify, FindsTheProfileOfEverySimulatedKernel) {
  for (const Profile& profile : profiles())
    if (!profile.only_posix)
      expect_identified(profile);
}

TEST(Identify, TellsABackportFromItsBase) {
  Profile mixed = *find_profile("linux-6.12");
  mixed.restore_ids = true;
  const Identification found = identified(mixed);
  const auto answer = std::ranges::find(found.answers, "restore_ids", [](const Answer& a) { return a.of->name; });
  ASSERT_TRUE(answer->told()) << answer->by;
  EXPECT_EQ(answer->of->values[answer->possible.front()], "true");
  EXPECT_EQ(found.matches.front().differs.size(), 1u);
}

TEST(Identify, SaysWhyItCannotTell) {
  const auto found = identify(
      [](const Program& program) -> Expected<Trace> {
        Trace trace;
        trace.program = program;
        trace.ending = Ending::refused;
        trace.number = static_cast<std::int64_t>(Refusal::too_long);
        return trace;
      },
      {});
  ASSERT_TRUE(found);
  for (const Answer& answer : found->answers) {
    EXPECT_FALSE(answer.told());
    EXPECT_NE(answer.by, "");
  }
}

TEST(DistinguishingPrograms, BelongToSwitchesInTheirOrder) {
  std::vector<std::string_view> names;
  for (const Switch& one : switches())
    names.push_back(one.name);
  auto at = names.begin();
  for (const Distinguishing& one : distinguishing_programs()) {
    at = std::find(at, names.end(), one.of);
    ASSERT_NE(at, names.end()) << one.of;
  }
}

}  // namespace
}  // namespace timerlaw::versions
