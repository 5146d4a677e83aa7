// SPDX-License-Identifier: Apache-2.0
// Waits that handlers interrupt, queued signals, and the limit on them.
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

Step reads(std::int64_t n) {
  return {.op = Op::read, .value = ns(n)};
}
Step restarting(Signo signo) {
  Step step = handler(signo);
  step.flags = kSaRestart;
  return step;
}
Step limit(std::int64_t soft) {
  return {.op = Op::limit, .out = Pointer::ok, .clock = kLimitSigpending, .number = soft};
}
Trace run_limited(std::vector<Step> steps) {
  TargetFacts facts;
  facts.sigpending_limit = 100;
  facts.sigpending_used = 3;
  return simulate({Child::fresh, std::move(steps)}, *find_profile("linux-6.15"), facts, {.bracket_width = {0}});
}

TEST(SimulatedWaits, AReadGoesOnAfterAHandlerThatRestartsIt) {
  const Trace trace = run({create(0), restarting(kRtMin), unmask(kRtMin), settime(0, ns(kMs)), reads(10 * kMs)});
  EXPECT_EQ(trace.results[4].ret, 8);
  EXPECT_EQ(trace.results[4].deliveries, 1u);
  EXPECT_GE((trace.readings[5] - trace.readings[4]).ns, 10 * kMs);
}

TEST(SimulatedWaits, AReadEndsWithAHandlerThatDoesNot) {
  const Trace trace = run({create(0), handler(kRtMin), unmask(kRtMin), settime(0, ns(kMs)), reads(10 * kMs)});
  EXPECT_EQ(trace.results[4].ret, -kEintr);
}

TEST(SimulatedWaits, SleepAndTakeAreNotRestarted) {
  const Trace trace = run(
      {create(0), restarting(kRtMin), unmask(kRtMin), settime(0, ns(kMs), ns(kMs)), sleep(kS), take(only(kUsr1), kS)});
  EXPECT_EQ(trace.results[4].ret, -kEintr);
  EXPECT_EQ(trace.results[5].ret, -kEintr);
}

TEST(SimulatedWaits, QueuedSignalsCarryWhatTheSenderSays) {
  const SigInfo info = last({queue(kRtMin, -7), take()}).info;
  EXPECT_EQ(info.code, -7);
  EXPECT_EQ(info.value, 7u);
  EXPECT_EQ(last({queue(65, -1)}).ret, -kEinval);
  EXPECT_EQ(last({queue(0, -1)}).ret, 0);
}

TEST(SimulatedWaits, TimersAndQueuedSignalsCountAgainstTheLimit) {
  const Trace trace = run_limited({limit(5), create(0), queue(kRtMin, -1), create(1), queue(kRtMin, -1), kill(kSigAlrm),
                                   take(only(kRtMin)), create(1), limit(200)});
  EXPECT_EQ(trace.results[0].sec, 100);
  EXPECT_EQ(trace.results[1].ret, 0);
  EXPECT_EQ(trace.results[2].ret, 0);
  EXPECT_EQ(trace.results[3].ret, -kEagain);
  EXPECT_EQ(trace.results[4].ret, -kEagain);
  EXPECT_EQ(trace.results[5].ret, 0);
  EXPECT_EQ(trace.results[6].ret, kRtMin);
  EXPECT_EQ(trace.results[7].ret, -kEagain);
  EXPECT_EQ(trace.results[8].ret, -kEinval);
}

TEST(SimulatedWaits, AtTheLimitAKillKeepsItsSignalAndLosesItsInfo) {
  const Trace trace = run_limited({limit(3), kill(kRtMin), kill(kRtMin), take(), take()});
  EXPECT_EQ(trace.results[3].ret, kRtMin);
  EXPECT_EQ(trace.results[3].info.a, 0);
  EXPECT_EQ(trace.results[4].ret, -kEagain);
}

TEST(SimulatedWaits, AnItimersSignalIsNotSubjectToTheLimit) {
  const Trace trace = run_limited({limit(0), setitimer(us(1'000)), take(kAllSignals, kS)});
  EXPECT_EQ(trace.results[2].info.code, kSiKernel);
}

TEST(SimulatedWaits, ADeletedTimerCountsUntilItsEntryIsGone) {
  const Trace trace =
      run_limited({limit(4), create(0), settime(0, ns(kMs)), sleep(2 * kMs), remove(0), create(1), take(), create(1)});
  EXPECT_EQ(trace.results[5].ret, -kEagain);
  EXPECT_EQ(trace.results[7].ret, 0);
}

}  // namespace
}  // namespace timerlaw::simulated
