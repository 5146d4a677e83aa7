// SPDX-License-Identifier: Apache-2.0
#include "model/belief.h"

#include <gtest/gtest.h>

#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

std::vector<Beliefs> beliefs_of(const std::string& steps, const std::string& clocks = "monotonic\n@ 1000\n") {
  const std::string text =
      "timerlaw trace 1 child=reused pid=4711 uid=0 next_id=17\nclocks " + clocks + steps + "end done\n";
  const auto traces = parse_traces(text, "trace");
  EXPECT_TRUE(traces) << traces.error();
  return beliefs(traces->front().trace, *find_profile("linux-6.15"), traces->front().facts, {});
}

const std::string kCreated = "create  t0 clock=monotonic notify=signal signo=USR1\n= 0 id=17 @ 2000\n";

TEST(Beliefs, AreOfEveryTimerAfterEachStep) {
  const auto all = beliefs_of(kCreated + "alarm 5\n= 0 @ 3000\n");
  ASSERT_EQ(all.size(), 2u);
  ASSERT_EQ(all[0].size(), 1u);
  EXPECT_EQ(all[0][0].name, "timer 17");
  EXPECT_EQ(all[0][0].armed, Likely::no);
  ASSERT_EQ(all[1].size(), 2u);
  EXPECT_EQ(all[1][0].name, "ITIMER_REAL");
  EXPECT_EQ(all[1][0].armed, Likely::yes);
  EXPECT_EQ(all[1][0].deadline, (Bracket{{5'000'002'000}, {5'000'003'000}}));
}

TEST(Beliefs, NarrowAsTheTimerIsRead) {
  const auto all = beliefs_of(kCreated +
                              "settime t0 rel value=1ms interval=0\n= 0 @ 2300\n"
                              "gettime t0\n= 0 value=0,999900 interval=0,0 @ 2450\n");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1][0].deadline, (Bracket{{1'002'000}, {1'002'300}}));
  EXPECT_EQ(all[2][0].deadline, (Bracket{{1'002'200}, {1'002'300}}));
  EXPECT_EQ(all[2][0].lo_from, 2u);
  EXPECT_EQ(all[2][0].hi_from, 1u);
  EXPECT_FALSE(all[2][0].shown);
}

TEST(Beliefs, SayThatItMayHaveExpired) {
  const auto all = beliefs_of(kCreated +
                              "settime t0 rel value=1us interval=0\n= 0 @ 2300\n"
                              "sleep 1ms\n= 0 @ 1003000\n"
                              "take USR1 timeout=0\n= 10 signo=USR1 code=timer timerid=17 overrun=0 value=0x11 @ "
                              "1004000\n");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1][0].armed, Likely::yes);
  EXPECT_EQ(all[2][0].armed, Likely::perhaps);
  EXPECT_EQ(all[2][0].pending, Likely::perhaps);
  EXPECT_EQ(all[3][0].armed, Likely::no);
  EXPECT_EQ(all[3][0].pending, Likely::no);
}

TEST(Beliefs, OfAContradictionSayWhereWhatWasShownWouldPutTheDeadline) {
  const auto all = beliefs_of(kCreated +
                              "settime t0 rel value=1ms interval=0\n= 0 @ 2300\n"
                              "gettime t0\n= 0 value=0,990000 interval=0,0 @ 2450\n");
  ASSERT_EQ(all.size(), 3u);
  ASSERT_TRUE(all[2][0].shown);
  EXPECT_EQ(*all[2][0].shown, (Bracket{{992'300}, {992'450}}));
  EXPECT_EQ(all[2][0].deadline, (Bracket{{1'002'000}, {1'002'300}}));
}

TEST(Beliefs, OfAnIntervalTimerCountMicroseconds) {
  const auto all = beliefs_of(
      "setitimer real value=1ms interval=0\n= 0 @ 2000\n"
      "getitimer real\n= 0 value=0,500 interval=0,0 @ 3000\n");
  ASSERT_EQ(all.size(), 2u);
  ASSERT_TRUE(all[1][0].shown);
  EXPECT_EQ(*all[1][0].shown, (Bracket{{502'000}, {503'999}}));
}

TEST(Beliefs, OfACpuIntervalTimerAreOnItsClock) {
  const auto all = beliefs_of(
      "setitimer prof value=20ms interval=0\n= 0 @ 2000 0\n"
      "burn 4ms\n= 0 @ 4000000 4000000\n"
      "getitimer prof\n= 0 value=0,10000 interval=0,0 @ 4001000 4000000\n",
      "monotonic process_prof\n@ 1000 0\n");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1][0].deadline, (Bracket{{24'000'000}, {24'000'000}})) << "a tick more than was asked for";
  ASSERT_TRUE(all[2][0].shown);
  EXPECT_EQ(*all[2][0].shown, (Bracket{{14'000'000}, {14'000'999}}));
}

TEST(Beliefs, OfADeletedTimerAreGone) {
  const auto all = beliefs_of(kCreated + "delete t0\n= 0 @ 3000\n");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[1].empty());
}

}  // namespace
}  // namespace timerlaw
