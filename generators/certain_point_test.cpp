// SPDX-License-Identifier: Apache-2.0
#include "generators/certain_point.h"

#include <gtest/gtest.h>

#include "generators/certain_check.h"

namespace timerlaw {
namespace {

CertainPoint half_a_second() {
  return {{Side::before, "seconds", Aspect::value, "step"}, {1'000}, {1, 500'001, 0, 0}, 0, 1'001, 2};
}

TEST(CertainPoint, IsReadBackAsItWasWritten) {
  const CertainFile file{"z3 4.8.12.0",
                         {{"setitimer_alarm", {{.profile = find_profile("linux-6.15")}}, {half_a_second()}}}};
  std::string error;
  const auto again = read_certain(to_text(file), "certain.edges", error);
  ASSERT_TRUE(again) << error;
  EXPECT_EQ(*again, file);
}

TEST(CertainPoint, AnErrorNamesTheLine) {
  std::string error;
  EXPECT_FALSE(read_certain("timerlaw certain 2\nformula f\npoint width=x\n", "f.edges", error));
  EXPECT_TRUE(error.starts_with("f.edges:3: expected width=N")) << error;
}

TEST(CertainPoint, HoldsOnlyWhereTheResultIsOneInTheWholeBracketAndAnotherBeyondIt) {
  const arithmetic::Law law{.profile = find_profile("linux-6.15")};
  CertainPoint point = half_a_second();
  EXPECT_TRUE(holds(point, "setitimer_alarm", law));
  EXPECT_EQ(distance(point), Nanos{1'001});
  point.width = {1'002};
  EXPECT_FALSE(holds(point, "setitimer_alarm", law));
  point = half_a_second();
  point.flip = 1'000;
  EXPECT_FALSE(holds(point, "setitimer_alarm", law));
  EXPECT_FALSE(holds(half_a_second(), "no_such_formula", law));
}

}  // namespace
}  // namespace timerlaw
