// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t monotonic_before(const Trace& trace, std::size_t step) {
  return trace.readings[step * trace.clocks.size()].ns;
}

TEST(SimulatedTimer, AnArmedTimerShowsWhatRemainsAndItsInterval) {
  const StepResult shown = last({create(0), settime(0, ns(10 * kS), ns(3 * kS)), gettime(0)});
  EXPECT_EQ(nanos(shown), 10 * kS);
  EXPECT_EQ(interval_nanos(shown), 3 * kS);
}

TEST(SimulatedTimer, AnAbsoluteTimeIsAnInstantOfTheTimersClock) {
  for (const ClockId clock : {ClockId::realtime, ClockId::monotonic, ClockId::boottime, ClockId::tai}) {
    EXPECT_EQ(nanos(last({create(0, kRtMin, clock), settime_abs(0, from_now(7 * kMs)), gettime(0)})), 7 * kMs);
  }
}

TEST(SimulatedTimer, AZeroValueDisarmsAndForgetsTheInterval) {
  const StepResult shown = last({create(0), settime(0, ns(kS), ns(kS)), settime_abs(0, {}, ns(kS)), gettime(0)});
  EXPECT_EQ(nanos(shown), 0);
  EXPECT_EQ(interval_nanos(shown), 0);
}

TEST(SimulatedTimer, TheOldValueIsWhatGettimeWouldHaveShown) {
  const StepResult old = last({create(0), settime(0, ns(10 * kS), ns(kS)), sleep(kMs), settime(0, ns(kS))});
  EXPECT_LE(nanos(old), 10 * kS - kMs);
  EXPECT_EQ(interval_nanos(old), kS);
}

TEST(SimulatedTimer, ARelativeTimerThatSaturatesLosesTheUptime) {
  const Trace trace = run({create(0), settime(0, {kMost, 0}, {kMost, 0}), gettime(0)});
  EXPECT_EQ(nanos(trace.results[2]), kMost - monotonic_before(trace, 2));
  EXPECT_EQ(interval_nanos(trace.results[2]), kMost);
}

TEST(SimulatedTimer, AnExpiredOneShotShowsZeroAndSendsOneSignal) {
  const Trace trace = run({create(0), settime(0, ns(kMs)), take(kAllSignals, kS), gettime(0), take()});
  EXPECT_EQ(trace.results[2].ret, kRtMin);
  EXPECT_EQ(nanos(trace.results[3]), 0);
  EXPECT_EQ(trace.results[4].ret, -kEagain);
}

TEST(SimulatedTimer, TheSignalCarriesTheTimersIdAndValue) {
  const SigInfo info = last({create(0), create(1), settime(1, ns(kMs)), take(kAllSignals, kS)}).info;
  EXPECT_EQ(info.code, kSiTimer);
  EXPECT_EQ(info.a, 1);
  EXPECT_EQ(info.b, 0);
  EXPECT_EQ(info.value, 0x1122'3344'5566'7788u);
}

TEST(SimulatedTimer, ANullSeventMeansSigalrmWithTheIdAsValue) {
  Step step = create(1);
  step.in = Pointer::null;
  const SigInfo info = last({create(0), step, settime(1, ns(kMs)), take(kAllSignals, kS)}).info;
  EXPECT_EQ(info.signo, kSigAlrm);
  EXPECT_EQ(info.value, 1u);
}

TEST(SimulatedTimer, ATimerNeverFiresBeforeItsDeadline) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = run({create(0), settime(0, ns(kMs)), take(kAllSignals, kS)}, {seed, {0}, kNoMutant});
    EXPECT_GE(monotonic_before(trace, 3), monotonic_before(trace, 1) + kMs);
  }
}

TEST(SimulatedTimer, DeliveryCountsTheWholeIntervalsThatPassedAndKeepsTheGrid) {
  const Trace trace = run({create(0), settime(0, ns(kMs), ns(kMs)), sleep(10 * kMs + kMs / 2), take(), overrun(0),
                           gettime(0), settime(0, {}), overrun(0)});
  const std::int64_t at = monotonic_before(trace, 3) - monotonic_before(trace, 1);
  EXPECT_EQ(trace.results[3].info.b, 9);
  EXPECT_EQ(trace.results[4].ret, 9);
  EXPECT_EQ(nanos(trace.results[5]), 11 * kMs - at);
  EXPECT_EQ(trace.results[7].ret, 0);
}

TEST(SimulatedTimer, GettimeBeforeDeliveryDoesNotChangeTheCount) {
  const Trace trace = run({create(0), settime(0, ns(kMs), ns(kMs)), sleep(5 * kMs + kMs / 2), gettime(0),
                           sleep(5 * kMs), gettime(0), take()});
  EXPECT_EQ(trace.results[6].info.b, 9);
}

TEST(SimulatedTimer, OverrunsStopAtIntMax) {
  EXPECT_EQ(last({create(0), settime(0, ns(1), ns(1)), sleep(3 * kS), take()}).info.b,
            std::numeric_limits<std::int32_t>::max());
}

TEST(SimulatedTimer, APeriodicTimerWithItsSignalPendingShowsTheNextPointOfTheGrid) {
  const StepResult shown = last({create(0), settime(0, ns(kMs), ns(10 * kMs)), sleep(5 * kMs), gettime(0)});
  EXPECT_GT(nanos(shown), 5 * kMs);
  EXPECT_LE(nanos(shown), 6 * kMs);
}

TEST(SimulatedTimer, AGridThatRunsPastTheEndOfTimeSaturates) {
  const Trace trace = run({create(0), settime(0, ns(kMs), {kMost, 0}), sleep(2 * kMs), gettime(0)});
  EXPECT_EQ(nanos(trace.results[3]), kMost - monotonic_before(trace, 3));
}

TEST(SimulatedTimer, ASilentTimerSendsNothingAndShowsZeroOnceItIsDue) {
  const Trace trace = run({create(0, 0, ClockId::monotonic, 1), settime(0, ns(kMs)), sleep(2 * kMs), gettime(0),
                           settime(0, ns(kMs), ns(5 * kMs)), sleep(2 * kMs), gettime(0), take(), overrun(0)});
  EXPECT_EQ(nanos(trace.results[3]), 0);
  EXPECT_GT(nanos(trace.results[6]), 3 * kMs);
  EXPECT_EQ(trace.results[7].ret, -kEagain);
  EXPECT_EQ(trace.results[8].ret, 0);
}

TEST(SimulatedTimer, SettingAgainMakesThePendingSignalStaleButVisible) {
  const Trace trace =
      run({create(0), settime(0, ns(kMs)), sleep(2 * kMs), settime(0, ns(kS)), pending(), take(), pending()});
  EXPECT_TRUE(trace.results[4].pending.has(kRtMin));
  EXPECT_EQ(trace.results[5].ret, -kEagain);
  EXPECT_FALSE(trace.results[6].pending.has(kRtMin));
}

TEST(SimulatedTimer, DeletingMakesThePendingSignalStale) {
  const Trace trace = run({create(0), settime(0, ns(kMs)), sleep(2 * kMs), remove(0), pending(), take()});
  EXPECT_TRUE(trace.results[4].pending.has(kRtMin));
  EXPECT_EQ(trace.results[5].ret, -kEagain);
}

TEST(SimulatedTimer, FiringAgainRevivesAStaleEntryAtItsOldPlace) {
  const Trace trace = run({create(0), create(1), settime(0, ns(kMs)), settime(1, ns(2 * kMs)), sleep(3 * kMs),
                           settime(0, ns(kMs)), sleep(2 * kMs), take(), take()});
  EXPECT_EQ(trace.results[7].info.a, 0);
  EXPECT_EQ(trace.results[7].info.b, 0);
  EXPECT_EQ(trace.results[8].info.a, 1);
}

TEST(SimulatedTimer, TimersOfOneSignalDoNotMerge) {
  const Trace trace = run({create(0, kUsr1), create(1, kUsr1), settime(0, ns(kMs)), settime(1, ns(kMs)), sleep(2 * kMs),
                           take(), take(), take()});
  EXPECT_EQ(trace.results[5].info.a, 0);
  EXPECT_EQ(trace.results[6].info.a, 1);
  EXPECT_EQ(trace.results[7].ret, -kEagain);
}

TEST(SimulatedTimer, OneInterruptExpiresByDeadlineThenByOrderOfArming) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Step at_20ms{.op = Op::settime, .slot = 0, .flags = kAbstime, .value = {0, 20 * kMs, Origin::start}};
    Step second = at_20ms;
    second.slot = 2;
    Step earlier{.op = Op::settime, .slot = 1, .flags = kAbstime, .value = {0, 10 * kMs, Origin::start}};
    const Trace trace =
        run({create(0), create(1), create(2), second, at_20ms, earlier, sleep(30 * kMs), take(), take(), take()},
            {seed, {300}, kNoMutant});
    EXPECT_EQ(trace.results[7].info.a, 1);
    EXPECT_EQ(trace.results[8].info.a, 2);
    EXPECT_EQ(trace.results[9].info.a, 0);
  }
}

}  // namespace
}  // namespace timerlaw::simulated
