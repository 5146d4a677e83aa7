// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cpu_time.h"

#include <gtest/gtest.h>

#include "model/simulator/cpu_timers.h"

namespace timerlaw {
namespace {

constexpr Nanos kTick{4'000'000};

struct OneProcess : testing::Test {
  CpuTime time;
  CpuTime::Process process = time.add_process();
  CpuTime::Thread first = time.add_thread(process);
  CpuTime::Thread second = time.add_thread(process);
};
using SimulatedCpuTime = OneProcess;

TEST_F(SimulatedCpuTime, GrowsByWholeTicksInUserSpaceAndInTheKernel) {
  time.runs(first, {0});
  time.tick(first, {1'000}, kTick, true);
  time.tick(first, {kTick.ns + 1'000}, kTick, false);
  const CpuTimes times = time.of_thread(first, {kTick.ns + 3'000});
  EXPECT_EQ(times.of(1), kTick);
  EXPECT_EQ(times.of(0), (Nanos{2 * kTick.ns}));
  EXPECT_EQ(times.of(2), (Nanos{kTick.ns + 3'000}));
}

TEST_F(SimulatedCpuTime, StandsStillWhileNobodyRuns) {
  time.runs(first, {0});
  time.stops(first, {500});
  EXPECT_EQ(time.of_thread(first, {9'000}).exact, (Nanos{500}));
  time.runs(first, {10'000});
  EXPECT_EQ(time.of_process(process, {10'001}).exact, (Nanos{501}));
}

TEST_F(SimulatedCpuTime, OfAProcessIsThatOfItsThreadsAlsoAfterTheyExited) {
  time.runs(first, {0});
  time.stops(first, {100});
  time.runs(second, {100});
  time.tick(second, {150}, kTick, true);
  time.exits(second, {200});
  EXPECT_EQ(time.of_process(process, {300}), (CpuTimes{kTick, {0}, {200}}));
  EXPECT_EQ(time.of_thread(first, {300}).exact, (Nanos{100}));
}

TEST_F(SimulatedCpuTime, OfAProcessWithTimersMovesAtTicksAndWhenThreadsStop) {
  time.runs(first, {0});
  time.timers_start(process, {100});
  EXPECT_EQ(time.of_process(process, {900}).exact, (Nanos{100}));
  time.tick(first, {1'000}, kTick, true);
  EXPECT_EQ(time.of_process(process, {1'500}), (CpuTimes{kTick, {0}, {1'000}}));
  time.stops(first, {2'000});
  EXPECT_EQ(time.of_process(process, {2'500}).exact, (Nanos{2'000}));
  time.timers_stop(process);
  EXPECT_EQ(time.of_process(process, {3'000}), (CpuTimes{kTick, {0}, {2'000}}));
}

TEST(SimulatedCpuTimers, ComeClockByClockThenByDeadlineThenByOrderOfArming) {
  CpuTimers timers;
  timers.arm(0, 2, 10);
  timers.arm(1, 1, 30);
  timers.arm(2, 1, 20);
  timers.arm(3, 0, 20);
  timers.arm(4, 1, 20);
  timers.arm(5, 1, 31);
  EXPECT_EQ(timers.take_due({{30}, {0}, {30}}), (std::vector<std::size_t>{3, 2, 4, 1, 0}));
  EXPECT_TRUE(timers.armed(5));
  EXPECT_EQ(timers.earliest(1), Wide{31});
  EXPECT_EQ(timers.earliest(2), kNeverDue);
}

TEST(SimulatedCpuTimers, ComeNoMoreThanNineteenOfAClockAtATime) {
  CpuTimers timers;
  for (std::size_t i = 0; i < 30; ++i) {
    timers.arm(i, 2, 5);
  }
  EXPECT_EQ(timers.take_due({{0}, {0}, {5}}).size(), 19u);
  EXPECT_EQ(timers.take_due({{0}, {0}, {5}}).size(), 11u);
}

TEST(SimulatedCpuTimers, CanBeCancelledAndArmedAgain) {
  CpuTimers timers;
  timers.arm(0, 2, 5);
  timers.arm(0, 2, 50);
  EXPECT_TRUE(timers.take_due({{0}, {0}, {5}}).empty());
  timers.cancel(0);
  EXPECT_FALSE(timers.armed(0));
}

}  // namespace
}  // namespace timerlaw
