// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/profile_choice.h"

#include <gtest/gtest.h>

namespace timerlaw::versions {
namespace {

TargetFacts kernel(const std::string& release) {
  TargetFacts facts;
  facts.release = release;
  facts.machine = "x86_64";
  return facts;
}

TEST(ProfileChoice, AutoGoesByTheReleaseOfTheTarget) {
  const auto choice = ProfileChoice::read("auto");
  ASSERT_TRUE(choice);
  EXPECT_TRUE(choice->automatic());
  const auto profile = choice->of(kernel("6.12.101"));
  ASSERT_TRUE(profile) << profile.error();
  EXPECT_EQ((*profile)->name, "linux-6.12");
}

TEST(ProfileChoice, AutoDoesNotBelieveAReleaseThatSandboxesClaim) {
  const auto choice = ProfileChoice::read("auto");
  const auto sandbox = choice->of(kernel("4.4.0"));
  ASSERT_FALSE(sandbox);
  EXPECT_NE(sandbox.error().find("4.4.0"), std::string::npos);
  EXPECT_NE(sandbox.error().find("--profile, linux-3.10"), std::string::npos) << sandbox.error();
  TargetFacts simulated = kernel("4.4.0");
  simulated.machine = "simulated";
  EXPECT_TRUE(choice->of(simulated));
  EXPECT_FALSE(choice->of(kernel("9.1")));
  EXPECT_FALSE(choice->of(kernel("")));
}

TEST(ProfileChoice, ANamedProfileHoldsForEveryTarget) {
  const auto choice = ProfileChoice::read("linux-4.19");
  ASSERT_TRUE(choice);
  EXPECT_FALSE(choice->automatic());
  EXPECT_EQ((*choice->of(kernel("4.4.0")))->name, "linux-4.19");
  const auto unknown = ProfileChoice::read("linux-9");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().find("--profile linux-9: unknown"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw::versions
