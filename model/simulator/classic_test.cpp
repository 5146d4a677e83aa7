// SPDX-License-Identifier: Apache-2.0
// What differs between kernel generations, on the simulated kernel: the delivery engine up to 6.12, and arming
// from 6.19.
#include <gtest/gtest.h>

#include <limits>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

StepResult last_under(const char* profile, std::vector<Step> steps) {
  return run_under(*find_profile(profile), std::move(steps)).results.back();
}

TEST(SimulatedGenerations, TheSignalOfAnEarlierSettingIsDeliveredUpTo612) {
  const std::vector<Step> steps = {create(0), settime(0, ns(kMs)), sleep(2 * kMs), settime(0, ns(kS)), take()};
  EXPECT_EQ(last_under("linux-6.12", steps).ret, kRtMin);
  EXPECT_EQ(last_under("linux-6.13", steps).ret, -kEagain);
}

TEST(SimulatedGenerations, AStaleDeliveryRearmsNothing) {
  const Trace trace =
      run_under(*find_profile("linux-6.12"), {create(0), settime(0, ns(kMs), ns(kMs)), sleep(2 * kMs),
                                              settime(0, ns(kS), ns(kS)), take(), overrun(0), gettime(0)});
  EXPECT_EQ(trace.results[4].info.b, 0);
  EXPECT_EQ(trace.results[5].ret, 0);
  EXPECT_GT(nanos(trace.results[6]), kS / 2);
}

TEST(SimulatedGenerations, TheSignalOfADeletedPeriodicTimerLeaksAnOddCounterUpTo612) {
  const std::vector<Step> steps = {create(0), settime(0, ns(kMs), ns(kMs)), sleep(2 * kMs), remove(0), take()};
  const StepResult taken = last_under("linux-5.10", steps);
  EXPECT_EQ(taken.ret, kRtMin);
  EXPECT_EQ(taken.info.extra % 2, 1u);
  EXPECT_EQ(last_under("linux-6.15", steps).ret, -kEagain);
}

TEST(SimulatedGenerations, FiringAgainWhileQueuedCountsAsAnOverrunUpTo612) {
  const std::vector<Step> steps = {create(0),           settime(0, ns(kMs)), sleep(2 * kMs),
                                   settime(0, ns(kMs)), sleep(2 * kMs),      take()};
  EXPECT_EQ(last_under("linux-6.12", steps).info.b, 1);
  EXPECT_EQ(last_under("linux-6.13", steps).info.b, 0);
}

TEST(SimulatedGenerations, TheExtraOverrunOfARefiredPeriodicTimerIsNotInGetoverrun) {
  const std::vector<Step> steps = {create(0),       settime(0, ns(10 * kMs), ns(10 * kMs)),
                                   sleep(11 * kMs), settime(0, ns(10 * kMs), ns(10 * kMs)),
                                   sleep(25 * kMs), take(),
                                   overrun(0)};
  const Trace classic = run_under(*find_profile("linux-6.12"), steps);
  EXPECT_EQ(classic.results[5].info.b, 2);
  EXPECT_EQ(classic.results[6].ret, 1);
}

TEST(SimulatedGenerations, AnIgnoredPeriodicTimerGoesOnAndCountsUpTo612) {
  const std::vector<Step> steps = {
      create(0),       ignore(kRtMin), unmask(kRtMin),  settime(0, ns(10 * kMs), ns(10 * kMs)),
      sleep(35 * kMs), mask(kRtMin),   handler(kRtMin), take(),
      sleep(10 * kMs), take()};
  const Trace classic = run_under(*find_profile("linux-6.12"), steps);
  EXPECT_EQ(classic.results[7].ret, -kEagain);
  EXPECT_EQ(classic.results[9].info.b, 3);
  const Trace modern = run_under(*find_profile("linux-6.15"), steps);
  EXPECT_EQ(modern.results[7].info.b, 2);
}

TEST(SimulatedGenerations, AnIgnoredTimerShorterThanATickIsForwardedATickAhead) {
  const StepResult shown = last_under("linux-6.12", {create(0), ignore(kRtMin), unmask(kRtMin),
                                                     settime(0, ns(kMs), ns(kMs)), sleep(kMs + kMs / 2), gettime(0)});
  EXPECT_GT(nanos(shown), kMs);
}

TEST(SimulatedGenerations, APeriodicTimerWhoseSignalWasDiscardedIsDeadUpTo612) {
  const std::vector<Step> steps = {create(0),       settime(0, ns(kMs), ns(10 * kMs)),
                                   sleep(2 * kMs),  ignore(kRtMin),
                                   handler(kRtMin), sleep(30 * kMs),
                                   take(),          gettime(0)};
  const Trace classic = run_under(*find_profile("linux-6.12"), steps);
  EXPECT_EQ(classic.results[6].ret, -kEagain);
  EXPECT_GT(nanos(classic.results[7]), 0);
  EXPECT_EQ(run_under(*find_profile("linux-6.15"), steps).results[6].ret, kRtMin);
}

TEST(SimulatedGenerations, OverrunsWrapBefore419) {
  const std::vector<Step> steps = {create(0), settime(0, ns(1), ns(1)), sleep(3 * kS), take()};
  EXPECT_LT(last_under("linux-4.15", steps).info.b, 0);
  EXPECT_EQ(last_under("linux-4.19", steps).info.b, std::numeric_limits<std::int32_t>::max());
}

TEST(SimulatedGenerations, IdsAreTheLowestThatAreFreeBefore310) {
  const std::vector<Step> steps = {create(0), create(1), remove(0), create(2)};
  const Trace lowest = run_under(*find_profile("linux-2.6.39"), steps);
  EXPECT_EQ(lowest.results[3].id, lowest.results[0].id);
  EXPECT_EQ(last_under("linux-3.10", steps).id, 2);
}

TEST(SimulatedGenerations, ADueTimerAlwaysFiresBeforeSettimeReturnsFrom619) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = run_under(*find_profile("linux-7.2"), {create(0), settime_abs(0, ns(1)), pending()},
                                  {.seed = seed, .bracket_width = {300}});
    EXPECT_TRUE(trace.results[2].pending.has(kRtMin));
  }
}

TEST(SimulatedGenerations, ATimerThatIsDueAsItIsRearmedIsPendingAgainAtOnceFrom619) {
  bool again = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = run_under(*find_profile("linux-7.2"),
                                  {create(0), settime_abs(0, ns(1), ns(1)), take(), pending()}, {.seed = seed});
    again = again || trace.results[3].pending.has(kRtMin);
  }
  EXPECT_TRUE(again);
}

TEST(SimulatedGenerations, BeforeThereWerePosixTimersTheirCallsAreUnknown) {
  for (const Step& step : {create(0), settime(0, {}), gettime(0), overrun(0), remove(0)}) {
    EXPECT_EQ(last_under("linux-2.0", {step}).ret, -kEnosys);
  }
}

TEST(SimulatedGenerations, GetitimerLooksAtANullPointerFirstUpTo54) {
  Step step = getitimer();
  step.clock = 99;
  step.out = Pointer::null;
  EXPECT_EQ(last_under("linux-4.19", {step}).ret, -kEfault);
  EXPECT_EQ(last_under("linux-5.5", {step}).ret, -kEinval);
}

TEST(SimulatedGenerations, RestoredIdsAreTakenFromMemoryFrom615) {
  const Step on{.op = Op::restore, .number = 1};
  Step chosen = create(0);
  chosen.id = 41;
  Step next = create(1);
  next.id = 41;
  const Trace trace =
      run_under(*find_profile("linux-6.15"), {on, chosen, next, {.op = Op::restore, .number = 0}, create(2)});
  EXPECT_EQ(trace.results[1].id, 41);
  EXPECT_EQ(trace.results[2].ret, -kEbusy);
  EXPECT_EQ(trace.results[4].id, 42);
  EXPECT_EQ(last_under("linux-6.13", {on}).ret, -kEinval);
}

}  // namespace
}  // namespace timerlaw::simulated
