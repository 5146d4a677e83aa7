// SPDX-License-Identifier: Apache-2.0
// The agent for i386: its calls reach the compat entry points of the kernel, and results come back with their signs.
#include <cerrno>
#include <cstring>

#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

constexpr Nanos kMillisecond{1'000'000};
constexpr Nanos kSecond{1'000'000'000};
constexpr std::int64_t kTwoTo32 = std::int64_t{1} << 32;
constexpr std::int64_t kYear = 365 * 86400;
constexpr int kEinval = 22, kEfault = 14;

class I386 : public testing::Test {
 protected:
  void SetUp() override {
#ifdef TIMERLAW_TEST_AGENT_I386
    const auto session = Session::start(options());
    if (!session && session.error().find(std::strerror(ENOEXEC)) != std::string::npos) {
      GTEST_SKIP() << "this kernel runs no 32-bit programs: " << session.error();
    }
    ASSERT_TRUE(session) << session.error();
#else
    GTEST_SKIP() << "the compiler builds no 32-bit programs";
#endif
  }

  static SessionOptions options() {
    SessionOptions options;
#ifdef TIMERLAW_TEST_AGENT_I386
    options.agent = TIMERLAW_TEST_AGENT_I386;
#endif
    options.abi = "i386";
    return options;
  }

  static Trace run(std::vector<Step> steps) {
    Trace trace = run_programs(options(), {{Child::reused, std::move(steps)}}).front();
    EXPECT_EQ(trace.ending, Ending::done);
    EXPECT_EQ(trace.results.size(), trace.program.steps.size());
    trace.results.resize(trace.program.steps.size());
    return trace;
  }
};

Step seconds_step(Step step, std::int64_t seconds) {
  step.value = {seconds, 0, Origin::literal};
  return step;
}

Step with_time32(Step step) {
  step.time32 = true;
  return step;
}

Step itimer_step(Op op) {
  Step step;
  step.op = op;
  step.out = op == Op::getitimer ? Pointer::ok : Pointer::null;
  return step;
}

TEST_F(I386, TheHelloNamesTheAbiAndTheClockIsReadInUserSpaceAsByTheOtherAgent) {
  const auto session = open_session(options());
  const auto other = open_session(test_options());
  ASSERT_TRUE(session && other);
  EXPECT_EQ(session->facts().abi, "i386");
  EXPECT_EQ(session->facts().clock_source, other->facts().clock_source);
  EXPECT_EQ(session->facts().tick, other->facts().tick);
  EXPECT_EQ(session->facts().cpus, other->facts().cpus);
}

TEST(NativeAgent, IsRefusedWhereAnotherAbiIsAskedFor) {
  SessionOptions wrong = test_options();
  wrong.abi = "i386";
  const auto session = Session::start(wrong);
  ASSERT_FALSE(session);
  EXPECT_NE(session.error().find("--abi asks for i386"), std::string::npos) << session.error();
}

TEST_F(I386, ACommandGetsTheAgentOfThatAbiToo) {
  SessionOptions behind = options();
  behind.target = "cmd:exec {agent}";
  const auto session = open_session(behind);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->facts().abi, "i386");
}

TEST_F(I386, ATimerThatFiresLeavesItsWholeStoryInTheTrace) {
  Step create = create_step(0, kRtMin);
  create.sival = 0x1122334455667788;
  const Trace trace = run({create, settime_step(0, kMillisecond), set_step(Op::take, only(kRtMin), kSecond),
                           timer_step(Op::overrun, 0), timer_step(Op::gettime, 0), timer_step(Op::remove, 0)});
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_EQ(trace.results[0].id, trace.next_id);
  EXPECT_EQ(trace.results[2].ret, kRtMin);
  EXPECT_EQ(trace.results[2].info.code, kSiTimer);
  EXPECT_EQ(trace.results[2].info.a, trace.next_id);
  EXPECT_EQ(trace.results[2].info.b, 0);
  EXPECT_EQ(trace.results[2].info.value, 0x55667788u);
  EXPECT_GE(trace.bracket(2, 0).after, trace.bracket(1, 0).before + kMillisecond);
  EXPECT_EQ(trace.results[3].ret, 0);
  EXPECT_EQ(trace.results[4].frac, 0);
  EXPECT_EQ(trace.results[5].ret, 0);
}

TEST_F(I386, SecondsAreCutTo32BitsBySetitimerAndBy32BitTime) {
  Step set = seconds_step(itimer_step(Op::setitimer), kTwoTo32 + 5);
  const Trace trace = run({set, itimer_step(Op::getitimer), create_step(0, kRtMin),
                           with_time32(seconds_step(settime_step(0, {}), kTwoTo32 + 5)), timer_step(Op::gettime, 0),
                           seconds_step(settime_step(0, {}), kTwoTo32 + 5), timer_step(Op::gettime, 0)});
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_LE(trace.results[1].sec, 5);
  EXPECT_GE(trace.results[1].sec, 0);
  EXPECT_EQ(trace.results[3].ret, 0);
  EXPECT_LE(trace.results[4].sec, 5);
  EXPECT_GE(trace.results[4].sec, 0);
  EXPECT_EQ(trace.results[5].ret, 0);
  EXPECT_GT(trace.results[6].sec, kTwoTo32);
}

TEST_F(I386, ATimeThatIsTooLongForAResultOf32BitsKeepsItsSignThere) {
  const Trace trace = run({create_step(0, kRtMin), seconds_step(settime_step(0, {}), 100 * kYear),
                           with_time32(timer_step(Op::gettime, 0)), timer_step(Op::gettime, 0)});
  EXPECT_EQ(trace.results[1].ret, 0);
  EXPECT_LT(trace.results[2].sec, 0);
  EXPECT_NEAR(static_cast<double>(trace.results[2].sec), static_cast<double>(100 * kYear - kTwoTo32), 3600.0);
  EXPECT_GT(trace.results[3].sec, 99 * kYear);
}

TEST_F(I386, AlarmTakesAndReturnsUnsignedSecondsAndGetitimerShowsThemSigned) {
  const Trace trace = run({number_step(Op::alarm, 0xffffffff), itimer_step(Op::getitimer), number_step(Op::alarm, 0)});
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_LT(trace.results[1].sec, 0);
  EXPECT_GT(trace.results[1].sec, -3600);
  EXPECT_GT(trace.results[2].ret, kTwoTo32 - 3600);
  EXPECT_LT(trace.results[2].ret, kTwoTo32);
}

TEST_F(I386, TheUpperHalfOf64BitNanosecondsIsIgnored) {
  Step settime = settime_step(0, {});
  settime.value = {3, kTwoTo32 * 7 + 5, Origin::literal};
  const Trace trace = run({create_step(0, kRtMin), settime, timer_step(Op::gettime, 0)});
  EXPECT_EQ(trace.results[1].ret, 0);
  EXPECT_LE(trace.results[2].sec, 3);
}

TEST_F(I386, NegativeMicrosecondsAreWrong) {
  Step set = itimer_step(Op::setitimer);
  set.value = {1, -1, Origin::literal};
  EXPECT_EQ(run({set}).results[0].ret, -kEinval);
}

TEST_F(I386, WrongPointersReachTheKernelInEveryWidthOfTime) {
  std::vector<Step> steps = {create_step(0, kRtMin)};
  for (const bool narrow : {false, true}) {
    for (const Pointer pointer : {Pointer::bad, Pointer::edge}) {
      Step step = settime_step(0, kSecond);
      step.in = pointer;
      step.time32 = narrow;
      steps.push_back(step);
    }
    for (const Pointer pointer : {Pointer::null, Pointer::bad, Pointer::readonly, Pointer::edge}) {
      Step step = timer_step(Op::gettime, 0);
      step.out = pointer;
      step.time32 = narrow;
      steps.push_back(step);
    }
  }
  for (const Pointer pointer : {Pointer::null, Pointer::bad, Pointer::readonly, Pointer::edge}) {
    Step step = itimer_step(Op::getitimer);
    step.out = pointer;
    steps.push_back(step);
  }
  const Trace trace = run(steps);
  for (std::size_t i = 1; i < steps.size(); ++i) {
    EXPECT_EQ(trace.results[i].ret, -kEfault) << i;
    EXPECT_EQ(trace.results[i].out, Out::none) << i;
  }
}

TEST_F(I386, ThreadsForksAndNewImagesEndAsTheyDoUnderTheOtherAgent) {
  const auto by = [](Party party, Step step) {
    step.party = party;
    return step;
  };
  const std::vector<Program> programs = {
      {Child::fresh,
       {number_step(Op::thread, 1), by(1, create_step(0, kRtMin)), by(1, settime_step(0, kMillisecond)),
        by(1, set_step(Op::take, only(kRtMin), kSecond)), by(1, number_step(Op::exit, 0)), timer_step(Op::remove, 0)}},
      {Child::fresh,
       {create_step(0, kRtMin), number_step(Op::fork, 1), by(1, timer_step(Op::gettime, 0)),
        by(1, number_step(Op::exit, 0)), timer_step(Op::gettime, 0)}},
      {Child::fresh,
       {create_step(0, kRtMin), number_step(Op::alarm, 100), number_step(Op::exec, 0), timer_step(Op::gettime, 0),
        number_step(Op::kill, kRtMin), set_step(Op::take, only(kRtMin), kSecond), create_step(1, kRtMin)}}};
  const auto traces = run_programs(options(), programs);
  const auto others = run_programs(test_options(), programs);
  for (std::size_t p = 0; p < programs.size(); ++p) {
    EXPECT_EQ(traces[p].ending, Ending::done) << p;
    EXPECT_EQ(traces[p].parties.size(), others[p].parties.size()) << p;
    ASSERT_EQ(traces[p].results.size(), others[p].results.size()) << p;
    for (std::size_t i = 0; i < traces[p].results.size(); ++i) {
      EXPECT_EQ(traces[p].results[i].ret, others[p].results[i].ret) << p << ", step " << i;
      EXPECT_EQ(traces[p].results[i].ran, others[p].results[i].ran) << p << ", step " << i;
    }
  }
}

TEST_F(I386, AHandlerRunsInItsWindowAndBlocksEverythingAfterSixtyFourRuns) {
  const Trace trace = run({number_step(Op::handler, kRtMin), number_step(Op::kill, kRtMin),
                           set_step(Op::window, only(kRtMin)), create_step(0, kRtMin), settime_step(0, {1000}, {1000}),
                           set_step(Op::unmask, only(kRtMin)), set_step(Op::sleep, {}, Nanos{10'000'000})});
  EXPECT_EQ(trace.results[2].deliveries, 1u);
  EXPECT_GT(trace.deliveries.size(), 1u);
  EXPECT_LE(trace.deliveries.size(), 64u);
  ASSERT_FALSE(trace.deliveries.empty());
  EXPECT_EQ(trace.deliveries[0].info.signo, kRtMin);
  EXPECT_EQ(trace.deliveries[0].info.code, kSiUser);
  EXPECT_EQ(trace.deliveries[0].info.a, trace.pid);
}

TEST(NativeAgent, RefusesCallsWith32BitTime) {
  const Program program{Child::reused, {with_time32(timer_step(Op::gettime, kNoSlot))}};
  const Trace trace = run_program(program);
  EXPECT_EQ(trace.ending, Ending::refused);
  EXPECT_EQ(trace.number, static_cast<std::int64_t>(Refusal::wrong_abi));
}

}  // namespace
}  // namespace timerlaw
