// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/jiffy_itimer.h"

#include <gtest/gtest.h>

#include <vector>

#include "model/calls/jiffies.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr Faults kNone{kNoMutant};

TEST(SimulatedJiffyClock, CountsTicksThatBeginAtItsPhase) {
  const JiffyClock clock({3 * kMs});
  EXPECT_EQ(static_cast<int>(clock.now({13 * kMs - 1})), 0);
  EXPECT_EQ(static_cast<int>(clock.now({13 * kMs})), 1);
  EXPECT_EQ(clock.begins(5, {20 * kMs}), (Nanos{53 * kMs}));
}

TEST(SimulatedJiffyClock, WrapsAfter2To32Ticks) {
  const JiffyClock clock({0});
  const Nanos wrap{(std::int64_t{1} << 32) * 10 * kMs};
  EXPECT_EQ(clock.now(wrap - Nanos{1}), kJiffiesMax);
  EXPECT_EQ(clock.now(wrap), Wide{0});
  EXPECT_EQ(clock.begins(2, wrap), wrap + Nanos{20 * kMs});
}

TEST(SimulatedJiffyRealTimer, IsDueInTheJiffyOfNowAndTheValueRoundedUp) {
  JiffyRealTimer t;
  t.set(kNone, 100, us(15'000), us(5'000'000));
  EXPECT_EQ(t.due(), Wide{102});
  EXPECT_EQ(t.shown(kNone, 100).value, Wide{20'000});
  EXPECT_EQ(t.shown(kNone, 102).value, Wide{10'000});
  EXPECT_EQ(t.shown(kNone, 102).interval, Wide{5'000'000});
}

TEST(SimulatedJiffyRealTimer, SetToZeroKeepsTheInterval) {
  JiffyRealTimer t;
  t.set(kNone, 100, us(0), us(5'000'000));
  EXPECT_FALSE(t.armed());
  EXPECT_EQ(t.shown(kNone, 100).value, Wide{0});
  EXPECT_EQ(t.shown(kNone, 100).interval, Wide{5'000'000});
}

TEST(SimulatedJiffyRealTimer, IsRearmedFromTheJiffyInWhichItFires) {
  JiffyRealTimer t;
  t.set(kNone, 100, us(10'000), us(30'000));
  t.expire(kNone, 103);
  EXPECT_EQ(t.due(), Wide{106});
}

TEST(SimulatedJiffyRealTimer, StopsAtTheLastJiffy) {
  JiffyRealTimer t;
  t.set(kNone, 100, {-1, 0}, {});
  EXPECT_EQ(t.due(), kJiffiesMax);
  EXPECT_EQ(t.seconds_left(kNone, 100), Wide{42'949'672});
}

TEST(SimulatedJiffyRealTimer, ShowsAlarmTheSecondsRoundedUp) {
  JiffyRealTimer t;
  t.set(kNone, 100, us(1'200'000), {});
  EXPECT_EQ(t.seconds_left(kNone, 100), Wide{2});
}

TEST(SimulatedJiffyItimer, ShowsOneJiffyMoreThanAskedAndCountsDown) {
  JiffyCpuItimer t;
  t.set(kNone, us(25'000), us(10'000));
  EXPECT_EQ(static_cast<int>(t.shown().value), 40'000);
  std::vector<bool> fired;
  for (int i = 0; i < 6; ++i) {
    fired.push_back(t.tick(kNone));
  }
  EXPECT_EQ(fired, (std::vector<bool>{false, false, false, true, true, true}));
}

}  // namespace
}  // namespace timerlaw::simulated
