// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_times.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generators/edges.h"

namespace timerlaw {
namespace {

bool has(std::span<const TimeArg> times, TimeArg time) {
  return std::ranges::find(times, time) != times.end();
}

TEST(EdgeTimes, BothSidesOfEveryBoundAreAmongThem) {
  const auto timespecs = edges::timespecs();
  EXPECT_TRUE(has(timespecs.valid, {0, 999'999'999}));
  EXPECT_TRUE(has(timespecs.invalid, {0, 1'000'000'000}));
  EXPECT_TRUE(has(timespecs.invalid, {-1, 0}));
  EXPECT_TRUE(has(timespecs.valid, {9'223'372'035, 0}));
  EXPECT_TRUE(has(timespecs.valid, {9'223'372'036, 0}));
  const auto timevals = edges::timevals();
  EXPECT_TRUE(has(timevals.valid, {0, 999'999}));
  EXPECT_TRUE(has(timevals.invalid, {0, 1'000'000}));
  EXPECT_TRUE(has(timevals.valid, {edges::kMax, 0}));
}

TEST(EdgeTimes, AreValidAsTheySay) {
  for (const TimeArg& time : edges::timevals().valid) {
    EXPECT_TRUE(time.sec >= 0 && time.frac >= 0 && time.frac < 1'000'000);
  }
  for (const TimeArg& time : edges::timespecs().invalid) {
    EXPECT_FALSE(time.sec >= 0 && time.frac >= 0 && time.frac < 1'000'000'000);
  }
}

TEST(EdgeTimes, ThoseOfThePlainRulesAreAmongThemAndFewer) {
  const auto all = edges::timevals();
  const auto plain = edges::plain_timevals();
  EXPECT_LT(plain.valid.size(), all.valid.size());
  for (const TimeArg& time : plain.valid) {
    EXPECT_TRUE(has(all.valid, time));
  }
}

TEST(EdgeTimes, AlarmsReachBothEndsOfTheirRange) {
  const auto alarms = edges::alarms();
  ASSERT_FALSE(alarms.empty());
  EXPECT_EQ(alarms.front(), 0);
  EXPECT_EQ(alarms.back(), edges::kTwo32 - 1);
}

}  // namespace
}  // namespace timerlaw
