// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/certain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "conformance/corpus/corpus_text.h"
#include "generators/certain_check.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {
namespace {

const arithmetic::Law kNewest{.profile = find_profile("linux-6.15")};

// Of generators/corpus/certain.edges, those of one formula.
std::vector<CertainGroup> committed(std::string_view formula) {
  std::string error;
  const auto file = read_certain(certain_text(), "certain.edges", error);
  EXPECT_TRUE(file) << error;
  std::vector<CertainGroup> groups;
  std::ranges::copy_if(file->groups, std::back_inserter(groups),
                       [&](const CertainGroup& group) { return group.formula == formula; });
  return groups;
}

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

// Found anew, those of each law are those of the committed file.
TEST(Certain, TheCommittedPointsAreThoseThatAreFound) {
  for (const std::string_view formula : {"posix_shown_none", "settime_gettime"}) {
    const std::vector<CertainGroup> groups = committed(formula);
    EXPECT_TRUE(std::ranges::any_of(
        groups, [](const CertainGroup& group) { return std::ranges::any_of(group.laws, &arithmetic::Law::time32); }));
    EXPECT_EQ(to_text(CertainFile{"", certain_corpus(formula, 2).groups}), to_text(CertainFile{"", groups}));
  }
}

// Those of other ticks are the solved ones, later by the difference.
TEST(Certain, EveryTickHasPointsOfItsOwn) {
  for (const Wide tick : arithmetic::kTicks) {
    EXPECT_TRUE(std::ranges::any_of(committed("setitimer_getitimer_prof"), [&](const CertainGroup& group) {
      return group.laws.front().tick == tick && !group.points.empty();
    })) << static_cast<std::int64_t>(tick);
  }
}

TEST(Certain, ThereAreNoPointsWhereNoTimePasses) {
  EXPECT_FALSE(certain_group("timespec_valid", kNewest));
}

}  // namespace
}  // namespace timerlaw::solver
