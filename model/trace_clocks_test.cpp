// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/trace.h"

namespace timerlaw {
namespace {

using Clocks = std::vector<ClockId>;

Program creating(std::initializer_list<std::int64_t> clocks) {
  Program program;
  for (const std::int64_t clock : clocks) {
    program.steps.push_back(Step{.op = Op::create, .slot = 0, .clock = clock});
  }
  return program;
}

TEST(ClocksOf, MonotonicIsAlwaysRead) {
  EXPECT_EQ(clocks_of(Program{}), Clocks{ClockId::monotonic});
}

TEST(ClocksOf, NamedClocksFollowMonotonicInAscendingOrderOnce) {
  EXPECT_EQ(clocks_of(creating({11, 7, 1, 0, 7})),
            (Clocks{ClockId::monotonic, ClockId::realtime, ClockId::boottime, ClockId::tai}));
}

TEST(ClocksOf, ClocksThatNoTimerOfOursRunsOnAreNotRead) {
  EXPECT_EQ(clocks_of(creating({2, 3, 4, 5, 6, 8, 9, -6, 99, std::int64_t{1} << 32})), Clocks{ClockId::monotonic});
}

TEST(ClocksOf, OnlyCreateStepsNameClocks) {
  Program program;
  program.steps.push_back(Step{.op = Op::setitimer, .clock = 0});
  program.steps.push_back(Step{.op = Op::getitimer, .clock = 7});
  EXPECT_EQ(clocks_of(program), Clocks{ClockId::monotonic});
}

}  // namespace
}  // namespace timerlaw
