// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/program_text.h"

#include <gtest/gtest.h>

#include "conformance/formats/step_text.h"

namespace timerlaw {
namespace {

// As docs/program-format.md shows it.
constexpr std::string_view kExample =
    "timerlaw program 1\n"
    "create  t0 clock=monotonic notify=signal signo=RTMIN+0\n"
    "settime t0 rel value=1ms interval=250us old\n"
    "sleep   2ms\n"
    "take    RTMIN+0 timeout=0\n"
    "overrun t0\n"
    "gettime t0\n"
    "setitimer real value=10s interval=0 old\n"
    "alarm   0\n"
    "delete  t0\n";

Step step(std::string_view text) {
  auto parsed = parse_step(text);
  EXPECT_TRUE(parsed) << parsed.error();
  return parsed ? *parsed : Step{};
}

TEST(ProgramText, TheExampleSaysWhatItShows) {
  const auto programs = parse_programs(kExample, "example");
  ASSERT_TRUE(programs) << programs.error();
  ASSERT_EQ(programs->size(), 1u);
  const std::vector<Step> expected = {
      {.op = Op::create, .out = Pointer::ok, .slot = 0, .clock = 1, .number = 34},
      {.op = Op::settime, .out = Pointer::ok, .slot = 0, .value = {0, 1'000'000}, .interval = {0, 250'000}},
      {.op = Op::sleep, .value = {0, 2'000'000}},
      {.op = Op::take, .set = SigSet{std::uint64_t{1} << 33}},
      {.op = Op::overrun, .slot = 0},
      {.op = Op::gettime, .out = Pointer::ok, .slot = 0},
      {.op = Op::setitimer, .out = Pointer::ok, .value = {10, 0}},
      {.op = Op::alarm},
      {.op = Op::remove, .slot = 0},
  };
  EXPECT_EQ(programs->front().child, Child::reused);
  EXPECT_EQ(programs->front().steps, expected);
}

TEST(ProgramText, TheExampleIsPrintedAsItStands) {
  const auto programs = parse_programs(kExample, "example");
  ASSERT_TRUE(programs) << programs.error();
  EXPECT_EQ(to_text(programs->front()), kExample);
}

TEST(ProgramText, AFileMayHoldSeveralProgramsOrNone) {
  const auto two = parse_programs("timerlaw program 1\npending\ntimerlaw program 1 child=fresh\n", "f");
  ASSERT_TRUE(two) << two.error();
  ASSERT_EQ(two->size(), 2u);
  EXPECT_EQ((*two)[0].steps.size(), 1u);
  EXPECT_EQ((*two)[1].child, Child::fresh);
  EXPECT_TRUE((*two)[1].steps.empty());
  const auto none = parse_programs("# nothing\n\n", "f");
  ASSERT_TRUE(none) << none.error();
  EXPECT_TRUE(none->empty());
}

TEST(ProgramText, OneProgramMayStandWithoutItsHeader) {
  const auto bare = parse_program("pending\nalarm 1\n");
  ASSERT_TRUE(bare) << bare.error();
  EXPECT_EQ(*bare, (Program{Child::reused, {{}, {.op = Op::alarm, .number = 1}}}));
  const auto whole = parse_program("timerlaw program 1 child=fresh\nthread 1 {\n}\n");
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(*whole, (Program{Child::fresh, {{.op = Op::thread, .number = 1}}}));
  const auto two = parse_program("pending\ntimerlaw program 1\n");
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error(), "program:2:1: expected one program, found `timerlaw`");
}

TEST(ProgramText, ArgumentsStandInAnyOrderWithAnyBlanks) {
  EXPECT_EQ(step("\tsettime   t0 old  interval=250us\tvalue=1ms rel \r"),
            step("settime t0 rel value=1ms interval=250us old"));
}

TEST(ProgramText, ArgumentsOfPointersThatCannotBeReadAreOptional) {
  EXPECT_EQ(to_text(step("create t0 clock=tai sevp=null")), "create  t0 clock=tai sevp=null");
  EXPECT_EQ(to_text(step("settime t0 rel new=bad")), "settime t0 rel new=bad");
  EXPECT_EQ(to_text(step("setitimer real new=null old=edge")), "setitimer real new=null old=edge");
}

TEST(ProgramText, WrongArgumentsAreKeptAsTheyAre) {
  for (const std::string_view text : {
           "create  t0 clock=-5 notify=thread_id signo=99 tid=self sival=0xffffffffffffffff sevp=readonly id=edge",
           "create  t7 clock=10 notify=3 signo=32 tid=-1",
           "settime id=-9223372036854775808 flags=4294967296 sec=-1 nsec=5 interval_sec=0 interval_nsec=1000000000",
           "settime t0 abs value=9223372036854775807s999999999ns interval=0 old=readonly",
           "settime t0 abs origin=now sec=1 nsec=-1 interval=0",
           "setitimer which=-1 sec=-1 usec=1000000 interval=0",
           "setitimer virtual value=0 interval_sec=0 interval_usec=-1",
           "sleep   sec=0 nsec=-1",
           "take    none sec=-9223372036854775808 nsec=9223372036854775807",
           "alarm   -1",
           "kill    0 flags=2",
           "ignore  9223372036854775807",
       }) {
    EXPECT_EQ(to_text(step(text)), text);
  }
}

TEST(ProgramText, StepsOfProcessesAndThreadsArePrintedAsTheyAreWritten) {
  for (const std::string_view text : {
           "create  t0 clock=process_prof notify=thread_id signo=ALRM tid=party:1",
           "create  t0 clock=party:1:thread_sched notify=none id=42",
           "create  t0 clock=party:7:virt notify=none id=readonly:42",
           "create  t0 clock=1073741827 notify=none id=edge",
           "settime t0 rel value=1ms interval=0 old time32",
           "gettime t0 out=bad time32",
           "burn    10s for=VTALRM,PROF",
           "burn    sec=0 nsec=-1 for=any",
           "read    5ms",
           "kill    USR1 to=party:0",
           "kill    USR1 thread to=party:7",
           "queue   USR2 code=timer value=0x7",
           "queue   USR2 code=-60",
           "restore off",
           "restore on",
           "restore get",
           "restore 3",
           "restore -1",
           "limit   sigpending=5",
           "limit   cpu=-1 old",
           "limit   7=9223372036854775807 old=bad",
           "setclock realtime by=5s",
           "setclock party:0:virt by=-1s1ns",
           "setclock 99 by=1,-5",
           "timens  monotonic=10s boottime=-3s",
           "timens  monotonic=0 boottime=-9223372036854775808,1000000000",
           "thread 1",
           "fork 7",
           "exit",
           "exec",
       }) {
    EXPECT_EQ(to_text(step(text)), text);
  }
}

TEST(ProgramText, StepsOfProcessesAndThreadsSayWhatTheyShow) {
  EXPECT_EQ(step("create t0 clock=party:1:prof notify=thread_id signo=1 tid=party:2 id=0x5"),
            (Step{.op = Op::create,
                  .out = Pointer::ok,
                  .slot = 0,
                  .id = 5,
                  .clock = party_clock(1, 0),
                  .notify = 4,
                  .number = 1,
                  .tid = party_tid(2)}));
  EXPECT_EQ(step("create t0 clock=thread_virt notify=none").clock, -3);
  EXPECT_EQ(step("kill ALRM to=party:3"), (Step{.op = Op::kill, .number = 14, .tid = party_tid(3)}));
  EXPECT_EQ(step("queue USR2 code=-2 value=7"), (Step{.op = Op::queue, .notify = -2, .number = 12, .sival = 7}));
  EXPECT_EQ(step("restore get"), (Step{.op = Op::restore, .number = 2}));
  EXPECT_EQ(step("limit sigpending=5"), (Step{.op = Op::limit, .clock = kLimitSigpending, .number = 5}));
  EXPECT_EQ(step("limit cpu=1 old"), (Step{.op = Op::limit, .out = Pointer::ok, .clock = kLimitCpu, .number = 1}));
  EXPECT_EQ(step("setclock realtime by=-1s500ms"), (Step{.op = Op::setclock, .value = {-1, -500'000'000}}));
  EXPECT_EQ(step("timens boottime=+3s"), (Step{.op = Op::timens, .interval = {3, 0}}));
  EXPECT_EQ(step("burn 1s for=ALRM"), (Step{.op = Op::burn, .set = {1u << 13}, .value = {1, 0}}));
  EXPECT_TRUE(step("gettime t0 time32").time32);
}

TEST(ProgramText, TimesArePrintedInTheLargestExactUnit) {
  EXPECT_EQ(to_text(step("sleep 1500ms")), "sleep   1s500ms");
  EXPECT_EQ(to_text(step("sleep 1s500000us")), "sleep   1s500ms");
  EXPECT_EQ(to_text(step("sleep 1ms1us1ns")), "sleep   1001001ns");
  EXPECT_EQ(to_text(step("sleep 0s")), "sleep   0");
  EXPECT_EQ(to_text(step("until t0-1500ms")), "until   t0-1s500ms");
  EXPECT_EQ(to_text(step("until start+0")), "until   start");
  EXPECT_EQ(to_text(step("settime t0 abs value=start-5us")), "settime t0 abs value=start-5us interval=0");
}

TEST(ProgramText, MicrosecondsHoldForLiteralTimesOfSetitimerOnly) {
  EXPECT_EQ(step("setitimer real value=1ms").value, (TimeArg{0, 1'000}));
  EXPECT_EQ(step("setitimer real value=now+1ns").value, (TimeArg{0, 1, Origin::now}));
}

TEST(ProgramText, AProgramOfTooManyStepsIsRefused) {
  std::string text = "timerlaw program 1\n";
  for (std::size_t i = 0; i < kMaxSteps; ++i) {
    text += "pending\n";
  }
  EXPECT_TRUE(parse_programs(text, "f"));
  const auto longer = parse_programs(text + "pending\n", "f");
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error(), "f:1000002:1: expected a program of at most 1000000 steps, found `pending`");
}

TEST(ProgramText, AReaderIsDoneAfterAnError) {
  ProgramReader reader("timerlaw program 1\nnonsense\ntimerlaw program 1\n", "f");
  EXPECT_FALSE(reader.next());
  const auto after = reader.next();
  ASSERT_TRUE(after);
  EXPECT_FALSE(after->has_value());
}

}  // namespace
}  // namespace timerlaw
