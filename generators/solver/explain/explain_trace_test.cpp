// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/explain/explain_trace.h"

#include <gtest/gtest.h>

#include "conformance/formats/trace_text.h"

namespace timerlaw::solver {
namespace {

Explanation explained(const std::string& steps, std::string_view profile = "linux-6.15") {
  const std::string text =
      "timerlaw trace 1 child=fresh pid=100 uid=0 next_id=0\nclocks monotonic\n@ 10000\n" + steps + "end done\n";
  const auto traces = parse_traces(text, "test");
  EXPECT_TRUE(traces) << traces.error();
  return explain_trace(traces->front().trace, *find_profile(profile), traces->front().facts);
}

const std::string kArmed =
    "create t0 clock=monotonic notify=signal signo=USR1 sival=0x1\n= 0 id=0 @ 10300\n"
    "settime t0 rel value=1ms interval=0\n= 0 @ 10600\n";

TEST(ExplainTrace, ExplainsARemainingTimeThatSomeInstantsAllow) {
  EXPECT_EQ(explained(kArmed + "gettime t0\n= 0 value=0,999400 interval=0,0 @ 10900\n").answer, Answer::explained);
}

TEST(ExplainTrace, RefutesOneThatNoneAllow) {
  const Explanation one = explained(kArmed + "gettime t0\n= 0 value=0,999399 interval=0,0 @ 10900\n");
  EXPECT_EQ(one.answer, Answer::refuted);
  EXPECT_EQ(one.step, 2u);
}

TEST(ExplainTrace, RefutesTwoRemainingTimesThatAreEachAllowedAndNotTogether) {
  const std::string first = kArmed + "gettime t0\n= 0 value=0,999900 interval=0,0 @ 10900\n";
  EXPECT_EQ(explained(first).answer, Answer::explained);
  EXPECT_EQ(explained(first + "gettime t0\n= 0 value=0,999299 interval=0,0 @ 11200\n").answer, Answer::refuted);
}

TEST(ExplainTrace, RefutesASignalBeforeItsDeadline) {
  const std::string took = "= 10 signo=USR1 code=timer timerid=0 overrun=0 value=0x1 @ ";
  EXPECT_EQ(explained(kArmed + "take any timeout=2ms\n" + took + "1010299\n").answer, Answer::refuted);
  EXPECT_EQ(explained(kArmed + "take any timeout=2ms\n" + took + "1010300\n").answer, Answer::explained);
}

TEST(ExplainTrace, RefutesALaterTimerThatFiredWhereAnEarlierOneDidNot) {
  const std::string two = kArmed +
                          "create t1 clock=monotonic notify=signal signo=USR2 sival=0x2\n= 0 id=1 @ 10900\n"
                          "settime t1 abs value=20us interval=0\n= 0 @ 11200\n"
                          "sleep 2ms\n= 0 @ 2500000\n";
  EXPECT_EQ(explained(two + "pending\n= 0 pending=USR2 @ 2500300\n").answer, Answer::explained);
  EXPECT_EQ(explained(two + "pending\n= 0 pending=USR1 @ 2500300\n").answer, Answer::refuted);
  EXPECT_EQ(explained(two + "pending\n= 0 pending=none @ 2500300\n").answer, Answer::explained);
}

TEST(ExplainTrace, CountsOverruns) {
  const std::string blocked =
      "create t0 clock=monotonic notify=signal signo=USR1 sival=0x1\n= 0 id=0 @ 10300\n"
      "settime t0 abs value=20us interval=10us\n= 0 @ 10600\n"
      "sleep 100us\n= 0 @ 129900\n";
  const auto took = [&](const char* overrun) {
    return explained(blocked + "take any timeout=0\n= 10 signo=USR1 code=timer timerid=0 overrun=" + overrun +
                     " value=0x1 @ 130100\n")
        .answer;
  };
  EXPECT_EQ(took("9"), Answer::refuted);
  EXPECT_EQ(took("10"), Answer::explained);
  EXPECT_EQ(took("11"), Answer::explained);
  EXPECT_EQ(took("12"), Answer::refuted);
}

TEST(ExplainTrace, DropsAStaleSignalOnlyWhereTheKernelDoes) {
  const std::string set_again =
      "create t0 clock=monotonic notify=signal signo=USR1 sival=0x1\n= 0 id=0 @ 10300\n"
      "settime t0 abs value=20us interval=0\n= 0 @ 10600\n"
      "sleep 100us\n= 0 @ 129900\n"
      "pending\n= 0 pending=USR1 @ 130100\n"
      "settime t0 rel value=1s interval=0\n= 0 @ 130300\n"
      "take any timeout=0\n= -EAGAIN @ 130600\n";
  EXPECT_EQ(explained(set_again).answer, Answer::explained);
  EXPECT_EQ(explained(set_again, "linux-6.12").answer, Answer::refuted);
}

TEST(ExplainTrace, FindsNoWayForALostTimer) {
  const std::string late = "sleep 2ms\n= 0 @ 10001010600\npending\n= 0 pending=none @ ";
  EXPECT_EQ(explained(kArmed + late + "10001010900\n").answer, Answer::refuted);
  const std::string in_time = "sleep 2ms\n= 0 @ 10001010500\npending\n= 0 pending=none @ ";
  EXPECT_EQ(explained(kArmed + in_time + "10001010900\n").answer, Answer::explained);
}

TEST(ExplainTrace, SaysWhatIsOutsideOfItsFragment) {
  const Explanation one = explained("create t0 clock=realtime notify=signal signo=USR1 sival=0x1\n= 0 id=0 @ 10300\n");
  EXPECT_EQ(one.answer, Answer::outside);
  EXPECT_EQ(one.outside, "clocks other than MONOTONIC");
}

}  // namespace
}  // namespace timerlaw::solver
