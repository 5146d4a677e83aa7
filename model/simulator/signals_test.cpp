// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr Signo kHup = 1;
constexpr Signo kSegv = 11;
constexpr Signo kChld = 17;
constexpr Signo kTstp = 20;

TEST(SimulatedSignals, TheThreadsQueueComesFirstThenTheLowestNumberThenTheOldest) {
  const Trace trace = run(
      {kill(kRtMin + 1), kill(kRtMin), kill(kUsr1), kill_thread(kRtMin + 2), take(), take(), take(), take(), take()});
  EXPECT_EQ(trace.results[4].ret, kRtMin + 2);
  EXPECT_EQ(trace.results[5].ret, kUsr1);
  EXPECT_EQ(trace.results[6].ret, kRtMin);
  EXPECT_EQ(trace.results[7].ret, kRtMin + 1);
  EXPECT_EQ(trace.results[8].ret, -kEagain);
}

TEST(SimulatedSignals, NumbersThatFaultsUseComeBeforeLowerOnesOfTheSameQueue) {
  EXPECT_EQ(last({kill(kHup), kill(kSegv), take()}).ret, kSegv);
  EXPECT_EQ(last({kill_thread(kHup), kill(kSegv), take()}).ret, kHup);
}

TEST(SimulatedSignals, StandardSignalsMergeAndRealTimeOnesQueue) {
  EXPECT_EQ(last({kill(kUsr1), kill(kUsr1), take(), take()}).ret, -kEagain);
  EXPECT_EQ(last({kill(kRtMin), kill(kRtMin), take(), take()}).ret, kRtMin);
}

TEST(SimulatedSignals, KillNamesTheSenderAndTgkillSaysSo) {
  const Trace trace = run({kill(kUsr1), take(), kill_thread(kUsr1), take()});
  EXPECT_EQ(trace.results[1].info.code, kSiUser);
  EXPECT_EQ(trace.results[1].info.a, trace.pid);
  EXPECT_EQ(trace.results[1].info.b, trace.uid);
  EXPECT_EQ(trace.results[3].info.code, kSiTkill);
}

TEST(SimulatedSignals, ABlockedIgnoredSignalIsQueuedAndAnUnblockedOneIsNot) {
  EXPECT_EQ(last({ignore(kUsr1), kill(kUsr1), take()}).ret, kUsr1);
  EXPECT_EQ(last({ignore(kUsr1), unmask(kUsr1), kill(kUsr1), mask(kUsr1), take()}).ret, -kEagain);
}

TEST(SimulatedSignals, ADefaultThatIgnoresDiscardsToo) {
  EXPECT_EQ(last({unmask(kChld), kill(kChld), mask(kChld), take()}).ret, -kEagain);
}

TEST(SimulatedSignals, IgnoringDiscardsWhatIsPending) {
  EXPECT_TRUE(last({kill(kUsr1), ignore(kUsr1), pending()}).pending.empty());
}

TEST(SimulatedSignals, AnIgnoredPeriodicTimerIsParkedAndComesBackWithTheHandler) {
  const Trace trace = run({create(0), ignore(kRtMin), unmask(kRtMin), settime(0, ns(kMs), ns(kMs)),
                           sleep(3 * kMs + kMs / 2), mask(kRtMin), pending(), handler(kRtMin), take()});
  EXPECT_TRUE(trace.results[6].pending.empty());
  EXPECT_EQ(trace.results[8].info.b, 2);
}

TEST(SimulatedSignals, AnIgnoredOneShotIsForgotten) {
  EXPECT_EQ(last({create(0), ignore(kRtMin), unmask(kRtMin), settime(0, ns(kMs)), sleep(2 * kMs), mask(kRtMin),
                  handler(kRtMin), take()})
                .ret,
            -kEagain);
}

TEST(SimulatedSignals, IgnoringParksAPendingPeriodicTimer) {
  EXPECT_EQ(
      last({create(0), settime(0, ns(kMs), ns(10 * kMs)), sleep(2 * kMs), ignore(kRtMin), handler(kRtMin), take()}).ret,
      kRtMin);
}

TEST(SimulatedSignals, AParkedTimerThatIsSetAgainComesBackStale) {
  const Trace trace = run({create(0), settime(0, ns(kMs), ns(10 * kMs)), sleep(2 * kMs), ignore(kRtMin),
                           settime(0, ns(kS)), handler(kRtMin), pending(), take()});
  EXPECT_TRUE(trace.results[6].pending.has(kRtMin));
  EXPECT_EQ(trace.results[7].ret, -kEagain);
}

TEST(SimulatedSignals, AParkedTimerCanKillWhenTheDefaultReturns) {
  const Trace trace =
      run({create(0, kUsr1), ignore(kUsr1), unmask(kUsr1), settime(0, ns(kMs), ns(kMs)), sleep(2 * kMs), dflt(kUsr1)});
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kUsr1);
}

TEST(SimulatedSignals, SigcontTakesStopSignalsBackAndTheOtherWayRound) {
  EXPECT_FALSE(last({kill(kTstp), kill(kSigCont), pending()}).pending.has(kTstp));
  EXPECT_FALSE(last({mask(kSigCont), kill(kSigCont), kill(kTstp), pending()}).pending.has(kSigCont));
}

TEST(SimulatedSignals, AHandlerRunsWhenItsSignalIsUnblocked) {
  const Trace trace = run({handler(kUsr1), kill(kUsr1), pending(), window(kUsr1)});
  EXPECT_EQ(trace.results[2].deliveries, 0u);
  EXPECT_EQ(trace.results[3].deliveries, 1u);
  EXPECT_EQ(trace.deliveries[0].info.code, kSiUser);
}

TEST(SimulatedSignals, AHandlerEndsASleepAndATake) {
  const Trace trace = run({create(0), handler(kRtMin), settime(0, ns(kMs)), window(kRtMin, kS), settime(0, ns(kMs)),
                           unmask(kRtMin), take(only(kUsr1), kS)});
  EXPECT_EQ(trace.results[3].ret, -kEintr);
  EXPECT_EQ(trace.results[3].deliveries, 1u);
  EXPECT_EQ(trace.results[6].ret, -kEintr);
}

TEST(SimulatedSignals, HandlersRunLowestNumberFirst) {
  const Trace trace =
      run({handler(kUsr1), handler(kRtMin), kill(kRtMin), kill(kUsr1), {.op = Op::window, .set = kAllSignals}});
  ASSERT_EQ(trace.deliveries.size(), 2u);
  EXPECT_EQ(trace.deliveries[0].info.signo, kUsr1);
  EXPECT_EQ(trace.deliveries[1].info.signo, kRtMin);
}

TEST(SimulatedSignals, SixtyFourHandlerRunsAreEnough) {
  std::vector<Step> steps = {create(0), handler(kRtMin), unmask(kRtMin), settime(0, ns(1), ns(1))};
  steps.insert(steps.end(), 100, sleep(kMs));
  steps.insert(steps.end(), {unmask(kRtMin), pending()});
  const Trace trace = run(std::move(steps));
  EXPECT_EQ(trace.deliveries.size(), kHandlerRuns);
  EXPECT_TRUE(trace.results.back().pending.has(kRtMin));
}

TEST(SimulatedSignals, AnUnblockedSignalWithoutHandlerKillsOrStops) {
  const Trace killed = run({pending(), unmask(kUsr1), kill(kUsr1), pending()});
  EXPECT_EQ(killed.ending, Ending::died);
  EXPECT_EQ(killed.number, kUsr1);
  EXPECT_EQ(killed.results.size(), 2u);
  EXPECT_EQ(killed.boundaries(), 4u);
  EXPECT_EQ(run({kill(kSigStop)}).number, kSigStop);
  EXPECT_EQ(run({kill(kSigKill)}).number, kSigKill);
}

TEST(SimulatedSignals, AWaitOfTheWholeTimeEndsWithEagainAtItsEnd) {
  const Trace trace = run({take(kAllSignals, kMs)});
  EXPECT_EQ(trace.results[0].ret, -kEagain);
  EXPECT_GE(trace.readings[1].ns - trace.readings[0].ns, kMs);
}

}  // namespace
}  // namespace timerlaw::simulated
