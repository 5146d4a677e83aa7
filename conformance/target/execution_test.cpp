// SPDX-License-Identifier: Apache-2.0
// What the agent does with programs. Nothing here depends on how long anything takes.
#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

constexpr Nanos kMillisecond{1'000'000};
constexpr Nanos kSecond{1'000'000'000};
constexpr int kEinval = 22, kEfault = 14;

void expect_whole(const Trace& trace) {
  EXPECT_EQ(trace.ending, Ending::done);
  EXPECT_EQ(trace.results.size(), trace.program.steps.size());
  EXPECT_EQ(trace.boundaries(), trace.program.steps.size() + 1);
  for (std::size_t b = 0; b + 1 < trace.boundaries(); ++b) {
    EXPECT_LE(trace.bracket(b, 0).before, trace.bracket(b, 0).after);
  }
}

TEST(Execution, ATimerThatFiresLeavesItsWholeStoryInTheTrace) {
  const Trace trace =
      run_program({Child::reused,
                   {create_step(0, kRtMin), settime_step(0, kMillisecond), set_step(Op::take, only(kRtMin), kSecond),
                    timer_step(Op::overrun, 0), timer_step(Op::gettime, 0), timer_step(Op::remove, 0)}});
  expect_whole(trace);
  EXPECT_GT(trace.pid, 0);
  ASSERT_EQ(trace.clocks, std::vector<ClockId>{ClockId::monotonic});
  EXPECT_EQ(trace.results[0].ret, 0);
  EXPECT_EQ(trace.results[0].out, Out::written);
  EXPECT_EQ(trace.results[0].id, trace.next_id);
  EXPECT_EQ(trace.results[2].ret, kRtMin);
  EXPECT_EQ(trace.results[2].info.code, kSiTimer);
  EXPECT_EQ(trace.results[2].info.a, trace.next_id);
  EXPECT_GE(trace.bracket(2, 0).after, trace.bracket(1, 0).before + kMillisecond);
  EXPECT_EQ(trace.results[4].out, Out::written);
  EXPECT_EQ(trace.results[4].frac, 0);
  EXPECT_EQ(trace.results[5].ret, 0);
}

TEST(Execution, EveryClockOfTheProgramIsRead) {
  const Trace trace = run_program(
      {Child::reused, {create_step(0, kRtMin, ClockId::realtime), create_step(1, kRtMin, ClockId::boottime)}});
  expect_whole(trace);
  ASSERT_EQ(trace.clocks.size(), 3u);
  EXPECT_EQ(trace.clocks[0], ClockId::monotonic);
  for (std::size_t clock = 0; clock < 3; ++clock) {
    EXPECT_GT(trace.bracket(0, clock).before.ns, 0);
  }
}

TEST(Execution, WrongPointersReachTheKernel) {
  std::vector<Step> steps = {create_step(0, kRtMin)};
  for (const Pointer pointer : {Pointer::null, Pointer::bad, Pointer::edge}) {
    Step step = settime_step(0, kSecond);
    step.in = pointer;
    steps.push_back(step);
  }
  for (const Pointer pointer : {Pointer::bad, Pointer::readonly, Pointer::edge}) {
    Step step = timer_step(Op::gettime, 0);
    step.out = pointer;
    steps.push_back(step);
  }
  Step readable = settime_step(0, kMillisecond);
  readable.in = Pointer::readonly;
  readable.out = Pointer::ok;
  steps.push_back(readable);
  const Trace trace = run_program({Child::reused, steps});
  expect_whole(trace);
  EXPECT_EQ(trace.results[1].ret, -kEinval);
  for (std::size_t i = 2; i <= 6; ++i) {
    EXPECT_EQ(trace.results[i].ret, -kEfault) << i;
    EXPECT_EQ(trace.results[i].out, Out::none) << i;
  }
  EXPECT_EQ(trace.results[7].ret, 0);
  EXPECT_EQ(trace.results[7].out, Out::written);
}

TEST(Execution, AFailedCallLeavesItsOutputUntouched) {
  Step step = timer_step(Op::gettime, kNoSlot);
  step.id = 123456789;
  const Trace trace = run_program({Child::reused, {step}});
  EXPECT_EQ(trace.results[0].ret, -kEinval);
  EXPECT_EQ(trace.results[0].out, Out::untouched);
}

TEST(Execution, AHandlerRunsInItsWindowAndIsLogged) {
  const Trace trace =
      run_program({Child::reused,
                   {number_step(Op::handler, kRtMin), number_step(Op::kill, kRtMin), set_step(Op::pending, {}),
                    set_step(Op::window, only(kRtMin)), set_step(Op::pending, {})}});
  expect_whole(trace);
  EXPECT_TRUE(trace.results[2].pending.has(kRtMin));
  EXPECT_FALSE(trace.results[4].pending.has(kRtMin));
  EXPECT_EQ(trace.results[3].deliveries, 1u);
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].info.signo, kRtMin);
  EXPECT_EQ(trace.deliveries[0].info.code, kSiUser);
  EXPECT_EQ(trace.deliveries[0].info.a, trace.pid);
  EXPECT_EQ(trace.deliveries[0].party, 0);
}

TEST(Execution, AHandlerBlocksEverythingAfterSixtyFourRuns) {
  const Trace trace =
      run_program({Child::reused,
                   {create_step(0, kRtMin), number_step(Op::handler, kRtMin), settime_step(0, {1000}, {1000}),
                    set_step(Op::unmask, only(kRtMin)), set_step(Op::sleep, {}, Nanos{10'000'000})}});
  EXPECT_EQ(trace.ending, Ending::done);
  EXPECT_LE(trace.deliveries.size(), 64u);
  EXPECT_GT(trace.deliveries.size(), 0u);
}

TEST(Execution, NothingOfAProgramIsLeftForTheNext) {
  const Program messy{Child::reused,
                      {create_step(0, kRtMin), settime_step(0, {1000}, {1000}), number_step(Op::ignore, kSigAlrm),
                       number_step(Op::alarm, 1000), number_step(Op::handler, kRtMin + 1),
                       number_step(Op::kill, kRtMin), set_step(Op::unmask, only(kRtMin + 2)), number_step(Op::cpu, 0)}};
  Step getitimer;
  getitimer.op = Op::getitimer;
  getitimer.out = Pointer::ok;
  const Program looks{
      Child::reused,
      {set_step(Op::pending, {}), getitimer, number_step(Op::kill, kRtMin + 2), number_step(Op::kill, kSigAlrm),
       set_step(Op::pending, {}), set_step(Op::window, only(kRtMin + 1))}};
  const auto traces = run_programs(test_options(), {messy, looks});
  const Trace& trace = traces[1];
  expect_whole(trace);
  EXPECT_EQ(trace.pid, traces[0].pid);
  EXPECT_TRUE(trace.results[0].pending.empty());
  EXPECT_EQ(trace.results[1].sec, 0);
  EXPECT_EQ(trace.results[1].frac, 0);
  EXPECT_TRUE(trace.results[4].pending.has(kRtMin + 2));
  EXPECT_TRUE(trace.results[4].pending.has(kSigAlrm));
}

TEST(Execution, AFreshChildCountsIdsFromZero) {
  const Program reused{Child::reused, {create_step(0, kRtMin)}};
  const Program fresh{Child::fresh, {create_step(0, kRtMin)}};
  const auto traces = run_programs(test_options(), {reused, fresh, reused, fresh, fresh, reused});
  for (const std::size_t i : {1u, 3u, 4u}) {
    EXPECT_EQ(traces[i].next_id, 0);
    EXPECT_EQ(traces[i].results[0].id, 0);
    EXPECT_NE(traces[i].pid, traces[0].pid);
  }
  EXPECT_EQ(traces[5].pid, traces[0].pid);
  EXPECT_EQ(traces[5].results[0].id, traces[5].next_id);
}

TEST(Execution, UntilReachesTheInstantItAimsAt) {
  Step until;
  until.op = Op::until;
  until.anchor = Anchor::timer;
  until.slot = 0;
  until.value.frac = 500;
  const Trace trace = run_program({Child::reused, {create_step(0, kRtMin), settime_step(0, Nanos{100'000}), until}});
  expect_whole(trace);
  EXPECT_GE(trace.bracket(2, 0).after, trace.bracket(1, 0).before + Nanos{100'500});
}

TEST(Execution, AnAbsoluteValueMayBeCountedFromTheStart) {
  Step settime = settime_step(0, Nanos{-1});
  settime.value.origin = Origin::start;
  settime.flags = kAbstime;
  const Trace trace =
      run_program({Child::reused, {create_step(0, kRtMin), settime, set_step(Op::take, only(kRtMin), kSecond)}});
  EXPECT_EQ(trace.results[1].ret, 0);
  EXPECT_EQ(trace.results[2].ret, kRtMin);
}

TEST(Execution, AChildThatDiesIsAResultAndTheRunGoesOn) {
  const Program dies{Child::reused,
                     {set_step(Op::pending, {}), number_step(Op::kill, kSigKill), set_step(Op::pending, {})}};
  const Program fine{Child::reused, {set_step(Op::pending, {})}};
  Program dies_fresh = dies;
  dies_fresh.child = Child::fresh;
  const auto traces = run_programs(test_options(), {fine, dies, fine, dies_fresh, fine});
  for (const std::size_t i : {1u, 3u}) {
    EXPECT_EQ(traces[i].ending, Ending::died);
    EXPECT_EQ(traces[i].number, kSigKill);
    EXPECT_EQ(traces[i].results.size(), 1u);
    EXPECT_EQ(traces[i].boundaries(), 3u);
    EXPECT_LE(traces[i].bracket(1, 0).before, traces[i].bracket(1, 0).after);
  }
  for (const std::size_t i : {0u, 2u, 4u}) {
    expect_whole(traces[i]);
  }
  EXPECT_NE(traces[2].pid, traces[0].pid);
  EXPECT_EQ(traces[4].pid, traces[2].pid);
}

TEST(Execution, AChildThatStopsItselfEndsWithThatSignal) {
  const Program stops{Child::reused, {number_step(Op::kill, kSigStop), set_step(Op::pending, {})}};
  const Program fine{Child::reused, {set_step(Op::pending, {})}};
  const auto traces = run_programs(test_options(), {stops, fine});
  EXPECT_EQ(traces[0].ending, Ending::died);
  EXPECT_EQ(traces[0].number, kSigStop);
  EXPECT_EQ(traces[0].results.size(), 0u);
  expect_whole(traces[1]);
}

TEST(Execution, AnUnblockedTerminalStopSignalStopsTheChildWhereverItRuns) {
  constexpr Signo kSigTstp = 20;
  const Program stops{Child::reused, {number_step(Op::kill, kSigTstp), set_step(Op::unmask, only(kSigTstp))}};
  const Trace trace = run_program(stops);
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kSigTstp);
  EXPECT_EQ(trace.results.size(), 1u);
}

TEST(Execution, AHungChildIsEndedByTheWatchdog) {
  // No step outlasts its own waits on a healthy kernel; a negative watchdog makes one do so.
  SessionOptions options = test_options();
  options.watchdog = Nanos{-999'950'000'000};
  const Program hangs{Child::reused, {set_step(Op::pending, {}), set_step(Op::sleep, {}, Nanos{1'000'000'000'000})}};
  Program hangs_fresh = hangs;
  hangs_fresh.child = Child::fresh;
  const auto traces = run_programs(options, {hangs, hangs_fresh, hangs});
  for (const Trace& trace : traces) {
    EXPECT_EQ(trace.ending, Ending::hung);
    EXPECT_EQ(trace.results.size(), 1u);
    EXPECT_EQ(trace.boundaries(), 3u);
  }
}

TEST(Execution, WhatTheAgentCannotRunIsRefusedWithItsReason) {
  const Program too_long{Child::reused, std::vector<Step>(513, set_step(Op::pending, {}))};
  const Program too_many{Child::reused, {create_step(64, kRtMin)}};
  const Program no_cpu{Child::reused, {number_step(Op::cpu, 1'000'000)}};
  Step strange;
  strange.op = static_cast<Op>(200);
  const Program unknown{Child::reused, {strange}};
  const Program fine{Child::reused, {set_step(Op::pending, {})}};
  const auto traces = run_programs(test_options(), {too_long, fine, too_many, no_cpu, unknown, fine});
  const Refusal expected[] = {Refusal::too_long,    Refusal::none,         Refusal::too_many_timers,
                              Refusal::no_such_cpu, Refusal::unknown_step, Refusal::none};
  for (std::size_t i = 0; i < traces.size(); ++i) {
    EXPECT_EQ(traces[i].number, static_cast<int>(expected[i])) << i;
    EXPECT_EQ(traces[i].ending, expected[i] == Refusal::none ? Ending::done : Ending::refused) << i;
  }
}

TEST(Execution, ReplayRunsTheSameProgramsAndReportsOnlyTheirEnd) {
  SessionOptions options = test_options();
  options.record = false;
  const auto traces = run_programs(options, {{Child::reused, {create_step(0, kRtMin), number_step(Op::kill, kSigKill)}},
                                             {Child::reused, {create_step(0, kRtMin)}}});
  EXPECT_EQ(traces[0].ending, Ending::died);
  EXPECT_EQ(traces[1].ending, Ending::done);
  EXPECT_TRUE(traces[1].results.empty());
}

TEST(Execution, AStoppedAndContinuedChildIsMarked) {
  SessionOptions options = test_options();
  options.stop_randomly = 1;
  const Program sleeps{Child::reused, {set_step(Op::sleep, {}, Nanos{20'000'000})}};
  const Program uses_stops{Child::reused,
                           {number_step(Op::ignore, kSigCont), set_step(Op::sleep, {}, Nanos{20'000'000})}};
  const auto traces = run_programs(options, {sleeps, uses_stops, sleeps});
  EXPECT_TRUE(traces[0].stopped);
  EXPECT_FALSE(traces[1].stopped);
  EXPECT_TRUE(traces[2].stopped);
  for (const Trace& trace : traces) {
    EXPECT_EQ(trace.ending, Ending::done);
  }
}

TEST(Execution, DyingChildrenAndRandomStopsGoTogether) {
  SessionOptions options = test_options();
  options.stop_randomly = 1;
  const Program sleeps{Child::reused, {set_step(Op::sleep, {}, Nanos{200'000})}};
  const Program dies{Child::reused, {number_step(Op::kill, kSigKill)}};
  std::vector<Program> programs;
  for (int i = 0; i < 150; ++i) {
    programs.insert(programs.end(), {sleeps, dies});
  }
  const auto traces = run_programs(options, programs);
  for (std::size_t i = 0; i < traces.size(); ++i) {
    EXPECT_EQ(traces[i].ending, i % 2 == 0 ? Ending::done : Ending::died) << i;
  }
}

}  // namespace
}  // namespace timerlaw
