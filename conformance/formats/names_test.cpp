// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/names.h"

#include <gtest/gtest.h>

#include <csignal>

namespace timerlaw {
namespace {

TEST(Names, EverySmallNumberReadsBackAsItself) {
  for (std::int64_t n = -200; n <= 200; ++n) {
    std::string notify;
    append_notify(notify, n);
    std::string code;
    append_code(code, n);
    std::string refusal;
    append_refusal(refusal, n);
    EXPECT_EQ(signal_number(signal_name(n)), n);
    EXPECT_EQ(clock_number(clock_name(n)), n);
    EXPECT_EQ(return_number(return_text(n)), n);
    EXPECT_EQ(notify_number(notify), n);
    EXPECT_EQ(code_number(code), n);
    EXPECT_EQ(refusal_number(refusal), n);
  }
}

TEST(Names, ExtremeNumbersReadBackAsThemselves) {
  for (const std::int64_t n : {INT64_MIN, INT64_MIN + 1, INT64_MAX}) {
    EXPECT_EQ(signal_number(signal_name(n)), n);
    EXPECT_EQ(clock_number(clock_name(n)), n);
    EXPECT_EQ(return_number(return_text(n)), n);
  }
}

TEST(Names, SignalsAreThoseOfTheCLibrary) {
  EXPECT_EQ(signal_name(SIGALRM), "ALRM");
  EXPECT_EQ(signal_name(SIGSTKFLT), "STKFLT");
  EXPECT_EQ(signal_name(SIGVTALRM), "VTALRM");
  EXPECT_EQ(signal_name(SIGSYS), "SYS");
  EXPECT_EQ(signal_name(32), "32");
  EXPECT_EQ(signal_name(SIGRTMIN), "RTMIN+0");
  EXPECT_EQ(signal_name(SIGRTMAX), "RTMIN+30");
  EXPECT_EQ(signal_number("SIGUSR1"), SIGUSR1);
  EXPECT_EQ(signal_number("RTMIN"), SIGRTMIN);
  EXPECT_EQ(signal_number("RTMIN+31"), std::nullopt);
  EXPECT_EQ(signal_number(""), std::nullopt);
}

TEST(Names, CpuTimeClocksAreNamedByWhoseTheyAre) {
  EXPECT_EQ(clock_name(-8), "process_prof");
  EXPECT_EQ(clock_name(-2), "thread_sched");
  EXPECT_EQ(clock_name(-5), "-5");
  EXPECT_EQ(clock_name(party_clock(0, 0)), "party:0:prof");
  EXPECT_EQ(clock_name(party_clock(7, 6)), "party:7:thread_sched");
  EXPECT_EQ(clock_name(party_clock(1, 3)), std::to_string(party_clock(1, 3)));
  for (std::int64_t clock = party_clock(0, 0) - 2; clock < party_clock(kParties, 0) + 2; ++clock) {
    EXPECT_EQ(clock_number(clock_name(clock)), clock);
  }
  for (const std::string_view wrong : {"party", "party:", "party:1", "party:1:", "party:1:cpu", "party:8:prof",
                                       "party:1prof", "party:11:prof", "party:-1:prof"}) {
    EXPECT_EQ(clock_number(wrong), std::nullopt) << wrong;
  }
}

TEST(Names, EveryRefusalHasAName) {
  for (int i = 0; i < kRefusalCount; ++i) {
    std::string name;
    append_refusal(name, i);
    EXPECT_NE(name, std::to_string(i));
  }
}

TEST(Names, SetsAreListedInAscendingOrder) {
  SigSet set;
  set.add(SIGALRM);
  set.add(SIGHUP);
  set.add(64);
  EXPECT_EQ(signal_set_text(set), "HUP,ALRM,RTMIN+30");
  EXPECT_EQ(signal_set_text({}), "none");
  EXPECT_EQ(signal_set_text(kAllSignals), "any");
}

TEST(Names, EveryOpReadsBackAsItself) {
  for (int i = 0; i < kOpCount; ++i) {
    EXPECT_EQ(op_of(op_name(static_cast<Op>(i))), static_cast<Op>(i));
  }
  EXPECT_EQ(op_name(Op::burn), "burn");
  EXPECT_EQ(op_name(Op::exec), "exec");
  EXPECT_EQ(op_of("remove"), std::nullopt);
}

}  // namespace
}  // namespace timerlaw
