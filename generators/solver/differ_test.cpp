// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/differ.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generators/differences_text.h"

namespace timerlaw::solver {
namespace {

TEST(Differ, FindsWhatIsCommitted) {
  EXPECT_EQ(to_text(differ()), differences_text());
}

TEST(Differ, FindsTheLeastInputsOnWhichTwoProfilesDiffer) {
  const auto found = differ(*find_profile("linux-4.19"), *find_profile("linux-5.5"));
  const auto alarm = std::ranges::find(found, "alarm_shown", &DifferingInputs::formula);
  ASSERT_NE(alarm, found.end());
  EXPECT_EQ(alarm->inputs, std::vector<Wide>{1});
  EXPECT_EQ(alarm->in_a, std::vector<Wide>{0});
  EXPECT_EQ(alarm->in_b, std::vector<Wide>{1});
}

}  // namespace
}  // namespace timerlaw::solver
