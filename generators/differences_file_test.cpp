// SPDX-License-Identifier: Apache-2.0
#include "generators/differences_file.h"

#include <gtest/gtest.h>

#include "generators/differences_text.h"

namespace timerlaw {
namespace {

TEST(DifferencesFile, IsWrittenAsItWasRead) {
  EXPECT_FALSE(differing_inputs().empty());
  EXPECT_EQ(to_text(differing_inputs()), differences_text());
}

TEST(DifferencesFile, KnowsTheInputsOfTwoProfilesEitherWay) {
  const auto found = differing_inputs("linux-4.19", "linux-5.5");
  const auto back = differing_inputs("linux-5.5", "linux-4.19");
  ASSERT_FALSE(found.empty());
  ASSERT_EQ(found.size(), back.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].inputs, back[i].inputs);
    EXPECT_EQ(found[i].in_a, back[i].in_b);
    EXPECT_NE(found[i].in_a, found[i].in_b);
  }
}

TEST(DifferencesFile, HasNothingOfAProfileAndItself) {
  EXPECT_TRUE(differing_inputs("linux-6.1", "linux-6.1").empty());
}

TEST(DifferencesFile, NamesTheLineThatItDoesNotUnderstand) {
  std::string error;
  EXPECT_FALSE(read_differences("timerlaw differences 1\n\nformula alarm_shown\nb native32\n", error));
  EXPECT_EQ(error, "differences.edges:4: expected native64, compat32 or compat32-time32, found 'native32'");
  EXPECT_FALSE(read_differences("timerlaw edges 1\n", error));
  EXPECT_EQ(error, "differences.edges:1: expected 'timerlaw differences 1'");
}

}  // namespace
}  // namespace timerlaw
