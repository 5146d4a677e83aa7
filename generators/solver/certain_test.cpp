// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/certain.h"

#include <gtest/gtest.h>

#include "generators/certain_check.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {
namespace {

const arithmetic::Law kNewest{.profile = find_profile("linux-6.15")};

TEST(Certain, ATimerWithoutSignalIsLookedAtJustBeforeAndJustAfterItsDeadline) {
  const auto group = certain_group("posix_shown_none", kNewest);
  ASSERT_TRUE(group);
  ASSERT_EQ(group->points.size(), 2 * kWidths.size());
  for (const CertainPoint& point : group->points) {
    EXPECT_TRUE(holds(point, "posix_shown_none", kNewest));
    // Nearer than the next nanosecond is impossible: the bracket's other end is its width away.
    EXPECT_EQ(distance(point).ns, point.width.ns + 1);
  }
}

TEST(Certain, AnAlarmIsHeldOnBothSidesOfTheHalfSecond) {
  z3::context context;
  const Question question = question_of<arithmetic::SetitimerAlarm>(context, kNewest);
  std::vector<CertainPoint> rounding;
  for (CertainPoint& point : certain_points(context, question, {64'000})) {
    if (point.boundary.change == "step" && point.shown < 3) {
      rounding.push_back(std::move(point));
    }
  }
  ASSERT_GE(rounding.size(), 2u);
  for (const CertainPoint& point : rounding) {
    EXPECT_EQ(distance(point).ns, 64'001);
  }
}

TEST(Certain, ThereAreNoPointsWhereNoTimePasses) {
  EXPECT_FALSE(certain_group("timespec_valid", kNewest));
}

}  // namespace
}  // namespace timerlaw::solver
