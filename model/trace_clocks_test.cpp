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

TEST(ClocksOf, ClocksThatNoTimerRunsOnAreNotRead) {
  EXPECT_EQ(clocks_of(creating({4, 5, 6, 99, 24})), Clocks{ClockId::monotonic});
}

TEST(ClocksOf, AlarmClocksAreReadAsTheClocksTheyWakeBy) {
  EXPECT_EQ(clocks_of(creating({9, 8})), (Clocks{ClockId::monotonic, ClockId::realtime, ClockId::boottime}));
}

TEST(ClocksOf, CpuTimeIsReadLastByTheNamesOfTheCaller) {
  EXPECT_EQ(clocks_of(creating({3, 2, -6, 0})),
            (Clocks{ClockId::monotonic, ClockId::realtime, ClockId::own_process_sched, ClockId::own_thread_sched}));
}

TEST(ClocksOf, WithSeveralPartiesCpuTimeIsReadByTheirNames) {
  Program program = creating({3, 2});
  program.steps.push_back(Step{.op = Op::thread, .number = 1});
  program.steps.push_back(Step{.op = Op::create, .party = 1, .clock = 3});
  program.steps.push_back(Step{.op = Op::create, .party = 1, .clock = 2});
  EXPECT_EQ(clocks_of(program), (Clocks{ClockId::monotonic, ClockId{party_clock(0, 2)}, ClockId{party_clock(0, 6)},
                                        ClockId{party_clock(1, 6)}}));
}

TEST(ClocksOf, IntervalTimersOfCpuTimeAreReadToo) {
  Program program;
  program.steps.push_back(Step{.op = Op::setitimer, .clock = 0});
  EXPECT_EQ(clocks_of(program), Clocks{ClockId::monotonic});
  program.steps.push_back(Step{.op = Op::getitimer, .clock = 2});
  EXPECT_EQ(clocks_of(program), (Clocks{ClockId::monotonic, ClockId::own_process_prof}));
}

}  // namespace
}  // namespace timerlaw
