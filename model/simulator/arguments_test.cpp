// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

Step with_in(Step step, Pointer in) {
  step.in = in;
  return step;
}
Step with_out(Step step, Pointer out) {
  step.out = out;
  return step;
}
Step with_which(Step step, std::int64_t which) {
  step.clock = which;
  return step;
}

TEST(SimulatedArguments, TimerCreateReadsSevpBeforeItLooksAtTheClock) {
  Step step = with_in(create(0), Pointer::bad);
  step.clock = 999;
  EXPECT_EQ(last({step}).ret, -kEfault);
}

TEST(SimulatedArguments, ClocksWithoutTimersAreNotSupportedAndUnknownOnesInvalid) {
  Step step = create(0);
  step.clock = 4;
  EXPECT_EQ(last({step}).ret, -kEopnotsupp);
  step.clock = 10;
  EXPECT_EQ(last({step}).ret, -kEinval);
}

TEST(SimulatedArguments, SignalNumbersReachFrom1To64) {
  EXPECT_EQ(last({create(0, 0)}).ret, -kEinval);
  EXPECT_EQ(last({create(0, 1)}).ret, 0);
  EXPECT_EQ(last({create(0, 64)}).ret, 0);
  EXPECT_EQ(last({create(0, 65)}).ret, -kEinval);
}

TEST(SimulatedArguments, ATimerThatSendsNothingNeedsNoSignal) {
  EXPECT_EQ(last({create(0, 0, ClockId::monotonic, 1)}).ret, 0);
}

TEST(SimulatedArguments, AForeignThreadIsNoTarget) {
  Step step = create(0, kUsr1, ClockId::monotonic, 4);
  step.tid = 1;
  EXPECT_EQ(last({step}).ret, -kEinval);
  step.tid = kSelfTid;
  EXPECT_EQ(last({step}).ret, 0);
}

TEST(SimulatedArguments, ALateFailureOfTimerCreateUsesUpAnIdAndAnEarlyOneDoesNot) {
  Step early = create(0);
  early.clock = 10;
  EXPECT_EQ(last({create(0, 0), early, create(1)}).id, 1);
}

TEST(SimulatedArguments, IdsCountUpAndAreNotGivenTwice) {
  EXPECT_EQ(last({create(0), create(1), remove(1), create(2)}).id, 2);
}

TEST(SimulatedArguments, IdsAreTruncatedToAnInt) {
  const Step named{.op = Op::overrun, .id = std::int64_t{1} << 32};
  EXPECT_EQ(last({create(0), named}).ret, 0);
}

TEST(SimulatedArguments, TimerSettimeSaysEinvalToNullAndEfaultToABadPointerBeforeItLooksForTheTimer) {
  EXPECT_EQ(last({create(0), with_in(settime(0, {}), Pointer::null)}).ret, -kEinval);
  EXPECT_EQ(last({with_in(settime(0, {}), Pointer::edge)}).ret, -kEfault);
  EXPECT_EQ(last({settime(0, {})}).ret, -kEinval);
}

TEST(SimulatedArguments, AnInvalidIntervalIsRefusedEvenWhenItDisarms) {
  EXPECT_EQ(last({create(0), settime(0, {}, {0, kS})}).ret, -kEinval);
  EXPECT_EQ(last({create(0), settime(0, {-1, 0})}).ret, -kEinval);
}

TEST(SimulatedArguments, ABadOldPointerFailsAfterTheTimerWasSet) {
  const std::vector<Step> steps = {create(0), with_out(settime(0, ns(5 * kS)), Pointer::readonly), gettime(0)};
  const Trace trace = run(steps);
  EXPECT_EQ(trace.results[1].ret, -kEfault);
  EXPECT_EQ(trace.results[1].out, Out::none);
  EXPECT_EQ(nanos(trace.results[2]), 5 * kS);
}

TEST(SimulatedArguments, AFailingCallChangesAndWritesNothing) {
  const Trace trace = run({create(0), settime(0, ns(5 * kS)), settime(0, {0, -1}), gettime(0)});
  EXPECT_EQ(trace.results[2].out, Out::untouched);
  EXPECT_EQ(nanos(trace.results[3]), 5 * kS);
}

TEST(SimulatedArguments, OnlyTheLowestFlagCounts) {
  Step relative = settime(0, ns(5 * kS));
  relative.flags = 2;
  EXPECT_EQ(nanos(run({create(0), relative, gettime(0)}).results[2]), 5 * kS);
}

TEST(SimulatedArguments, GettimeLooksForTheTimerBeforeThePointer) {
  EXPECT_EQ(last({with_out(gettime(0), Pointer::bad)}).ret, -kEinval);
  EXPECT_EQ(last({create(0), with_out(gettime(0), Pointer::bad)}).ret, -kEfault);
}

TEST(SimulatedArguments, ATimerCannotBeDeletedTwice) {
  EXPECT_EQ(last({create(0), remove(0), remove(0)}).ret, -kEinval);
}

TEST(SimulatedArguments, GetitimerLooksAtTheNumberBeforeThePointer) {
  EXPECT_EQ(last({with_out(with_which(getitimer(), 99), Pointer::null)}).ret, -kEinval);
  EXPECT_EQ(last({with_out(getitimer(), Pointer::null)}).ret, -kEfault);
}

TEST(SimulatedArguments, SetitimerTakesNullForADisarm) {
  const Trace trace = run({setitimer(us(5'000'000)), with_in(setitimer({}), Pointer::null), getitimer()});
  EXPECT_EQ(trace.results[1].sec, 5);
  EXPECT_EQ(trace.results[2].sec, 0);
}

TEST(SimulatedArguments, SetitimerWithABadOldPointerHasSetTheTimer) {
  const Trace trace = run({with_out(setitimer(us(5'000'000)), Pointer::bad), getitimer()});
  EXPECT_EQ(trace.results[0].ret, -kEfault);
  EXPECT_EQ(trace.results[1].sec, 5);
}

TEST(SimulatedArguments, AMicrosecondFieldOfAMillionIsRefused) {
  EXPECT_EQ(last({setitimer({0, 1'000'000})}).ret, -kEinval);
  EXPECT_EQ(last({setitimer({0, 999'999})}).ret, 0);
}

TEST(SimulatedArguments, VirtualAndProfilingTimersShowZeroUntilTheyAreSet) {
  EXPECT_EQ(nanos(last({with_which(getitimer(), 1)})), 0);
  EXPECT_EQ(nanos(last({with_which(getitimer(), 2)})), 0);
}

TEST(SimulatedArguments, SignalsThatCannotBeCaughtRefuseADisposition) {
  EXPECT_EQ(last({ignore(kSigKill)}).ret, -kEinval);
  EXPECT_EQ(last({ignore(65)}).ret, -kEinval);
  EXPECT_EQ(last({handler(32)}).ret, 0);
}

TEST(SimulatedArguments, AStepThatLinux20HasNoCallForIsRefused) {
  const Step thread{.op = Op::thread, .number = 1};
  const Trace trace = simulate({Child::fresh, {thread}}, *find_profile("linux-2.0"), {}, {});
  EXPECT_EQ(trace.ending, Ending::refused);
  EXPECT_EQ(trace.number, static_cast<std::int64_t>(Refusal::unknown_step));
}

TEST(SimulatedArguments, AThirdCpuIsRefused) {
  EXPECT_EQ(run({cpu(2)}).number, static_cast<std::int64_t>(Refusal::no_such_cpu));
}

}  // namespace
}  // namespace timerlaw::simulated
