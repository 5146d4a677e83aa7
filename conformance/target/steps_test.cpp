// SPDX-License-Identifier: Apache-2.0
// The steps about CPU time, waits that restart, queued signals, ids asked for, limits and clocks.
#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

constexpr Nanos kMillisecond{1'000'000};
constexpr Nanos kSecond{1'000'000'000};
constexpr int kEintr = 4, kEagain = 11, kEinval = 22;
constexpr Signo kSigProf = 27;

Trace run_whole(Child child, std::vector<Step> steps) {
  const Trace trace = run_program({child, std::move(steps)});
  EXPECT_EQ(trace.ending, Ending::done) << trace.number;
  EXPECT_EQ(trace.results.size(), trace.program.steps.size());
  return trace;
}

Step prof_step(Nanos value) {
  Step step;
  step.op = Op::setitimer;
  step.clock = static_cast<std::int64_t>(Which::prof);
  step.value.frac = value.ns / 1000;
  return step;
}

TEST(CpuTime, BurningUsesAsMuchAsItWasTold) {
  const Trace trace = run_whole(
      Child::reused, {create_step(0, kRtMin, ClockId::thread_cputime), set_step(Op::burn, {}, Nanos{3'000'000})});
  ASSERT_EQ(trace.clocks.size(), 2u);
  EXPECT_EQ(trace.clocks[1], ClockId::own_thread_sched);
  EXPECT_GE(trace.bracket(1, 1).after, trace.bracket(1, 1).before + Nanos{3'000'000});
}

TEST(CpuTime, BurningEndsWhenTheSignalIsPending) {
  const Trace trace = run_whole(
      Child::reused, {prof_step(kMillisecond), set_step(Op::burn, only(kSigProf), kSecond), set_step(Op::pending, {})});
  EXPECT_TRUE(trace.results[2].pending.has(kSigProf));
  ASSERT_EQ(trace.clocks.size(), 2u);
  EXPECT_EQ(trace.clocks[1], ClockId::own_process_prof);
  EXPECT_GE(trace.bracket(1, 1).after, trace.bracket(0, 1).before + kMillisecond);
}

TEST(CpuTime, ATimerCanBeArmedAndAimedAtOnIt) {
  Step settime = settime_step(0, kMillisecond);
  settime.value.origin = Origin::now;
  settime.flags = kAbstime;
  Step until;
  until.op = Op::until;
  until.anchor = Anchor::timer;
  until.slot = 0;
  const Trace trace = run_whole(
      Child::reused, {set_step(Op::burn, {}, Nanos{2'000'000}), create_step(0, kRtMin, ClockId::process_cputime),
                      settime, until, set_step(Op::burn, only(kRtMin), kSecond), set_step(Op::pending, {})});
  ASSERT_EQ(trace.clocks.size(), 2u);
  EXPECT_GE(trace.bracket(3, 1).after, trace.bracket(2, 1).before + kMillisecond);
  EXPECT_TRUE(trace.results[5].pending.has(kRtMin));
}

TEST(CpuTime, TheTargetCountsIt) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->facts().cpu_time);
  EXPECT_TRUE(session->facts().user_time);
}

TEST(Read, EndsWhenItsTimerIsDue) {
  const Trace trace = run_whole(Child::reused, {set_step(Op::read, {}, kMillisecond), set_step(Op::read, {})});
  EXPECT_EQ(trace.results[0].ret, 8);
  EXPECT_GE(trace.bracket(0, 0).after, trace.bracket(0, 0).before + kMillisecond);
  EXPECT_EQ(trace.results[1].ret, 8);
  Step wrong = set_step(Op::read, {});
  wrong.value.frac = -1;
  EXPECT_EQ(run_whole(Child::reused, {wrong}).results[0].ret, -kEinval);
}

TEST(Read, IsRestartedAfterAHandlerThatAsksForIt) {
  for (const std::int64_t flags : {std::int64_t{0}, kSaRestart}) {
    Step handler = number_step(Op::handler, kRtMin);
    handler.flags = flags;
    const Trace trace =
        run_whole(Child::reused, {handler, create_step(0, kRtMin), set_step(Op::unmask, only(kRtMin)),
                                  settime_step(0, kMillisecond), set_step(Op::read, {}, Nanos{30'000'000})});
    EXPECT_EQ(trace.deliveries.size(), 1u);
    EXPECT_EQ(trace.results[4].ret, flags == 0 ? -kEintr : 8);
  }
}

TEST(Queue, SendsTheCodeAndTheValueItWasGiven) {
  Step queue = number_step(Op::queue, kRtMin);
  queue.notify = -1;  // SI_QUEUE
  queue.sival = 0xdeadbeef;
  const Trace trace = run_whole(Child::reused, {queue, set_step(Op::take, only(kRtMin))});
  EXPECT_EQ(trace.results[1].ret, kRtMin);
  EXPECT_EQ(trace.results[1].info.code, -1);
  EXPECT_EQ(trace.results[1].info.value, 0xdeadbeef);
  EXPECT_EQ(trace.results[1].info.a, trace.pid);
}

TEST(Restore, GivesTheIdThatStandsThereIfTheKernelCan) {
  Step create = create_step(0, kRtMin);
  create.id = 4711;
  const Trace trace = run_whole(
      Child::fresh, {number_step(Op::restore, 1), create, number_step(Op::restore, 0), create_step(1, kRtMin)});
  if (trace.results[0].ret == 0) {
    EXPECT_EQ(trace.results[1].id, 4711);
  } else {
    EXPECT_EQ(trace.results[0].ret, -kEinval);
    EXPECT_EQ(trace.results[1].id, 0);
  }
  EXPECT_EQ(trace.results[1].out, Out::written);
  EXPECT_EQ(trace.results[3].out, Out::written);
}

TEST(Limit, KeepsSignalsFromBeingQueued) {
  Step limit = number_step(Op::limit, 0);
  limit.clock = kLimitSigpending;
  limit.out = Pointer::ok;
  const Trace trace = run_whole(Child::fresh, {limit, create_step(0, kRtMin), limit});
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_EQ(trace.results[0].out, Out::written);
  EXPECT_NE(trace.results[0].sec, 0);
  EXPECT_EQ(trace.results[1].ret, -kEagain);
  EXPECT_EQ(trace.results[1].out, Out::untouched);
  EXPECT_EQ(trace.results[2].sec, 0);
}

TEST(Setclock, IsRefusedUnlessTheUserAllowsIt) {
  const Trace trace = run_program({Child::reused, {set_step(Op::setclock, {}, kSecond)}});
  EXPECT_EQ(trace.ending, Ending::refused);
  EXPECT_EQ(trace.number, static_cast<int>(Refusal::no_rights));
}

TEST(Timens, MovesTheClocksOfTheNextForkWhereTheTargetCan) {
  Step timens = set_step(Op::timens, {}, Nanos{1'000'000'000'000});
  timens.interval.sec = 2000;
  Step exits = number_step(Op::exit, 0);
  exits.party = 1;
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  const Trace trace = run_program(
      {Child::fresh,
       {timens, number_step(Op::fork, 1), by(1, set_step(Op::pending, {})), exits, set_step(Op::pending, {})}});
  if (!session->facts().time_namespaces) {
    EXPECT_EQ(trace.ending, Ending::refused);
    EXPECT_EQ(trace.number, static_cast<int>(Refusal::no_rights));
    return;
  }
  ASSERT_EQ(trace.results.size(), 5u);
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_GE(trace.bracket(2, 0).after, trace.bracket(2, 0).before + Nanos{1'000'000'000'000});
  EXPECT_LT(trace.bracket(4, 0).after, trace.bracket(2, 0).after);
}

}  // namespace
}  // namespace timerlaw
