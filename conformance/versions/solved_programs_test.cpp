// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/solved_programs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/versions/differences.h"

namespace timerlaw::versions {
namespace {

// How many of the programs kernels of the two must differ on.
std::ptrdiff_t that_differ(const char* a, const char* b) {
  const Profile& of_a = *find_profile(a);
  const Profile& of_b = *find_profile(b);
  const TargetFacts facts = facts_for(of_a, of_b);
  return std::ranges::count_if(solved_programs(a, b, facts.tick),
                               [&](const Program& program) { return witness(program, of_a, of_b, facts).has_value(); });
}

TEST(SolvedPrograms, ShowWhereCpuTimeOverflows) {
  EXPECT_GT(that_differ("linux-5.6", "linux-5.10"), 0);
}

TEST(SolvedPrograms, ShowWhereCpuTimeIsCountedInJiffies) {
  EXPECT_GT(that_differ("linux-4.10", "linux-4.11"), 0);
}

TEST(SolvedPrograms, ShowWhereOverrunsAreClamped) {
  EXPECT_GT(that_differ("linux-4.15", "linux-4.19"), 0);
}

TEST(SolvedPrograms, AreNoneWhereTheArithmeticIsTheSame) {
  EXPECT_TRUE(solved_programs("linux-6.12", "linux-6.13", Nanos{4'000'000}).empty());
}

TEST(SolvedPrograms, ComeFirst) {
  const auto found = differences(*find_profile("linux-5.6"), *find_profile("linux-5.10"), {.bound = 0, .programs = 0});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found.front().alone);
  EXPECT_EQ(found.front().source, "solved");
}

}  // namespace
}  // namespace timerlaw::versions
