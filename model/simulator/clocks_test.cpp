// SPDX-License-Identifier: Apache-2.0
// Clocks that are set, time namespaces, alarm clocks, low resolution.
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

TargetFacts able() {
  TargetFacts facts;
  facts.cpus = 2;
  facts.set_clock = facts.time_namespaces = facts.rtc = facts.wake_alarm = true;
  return facts;
}
Trace run_able(std::vector<Step> steps, const char* profile = "linux-6.15", TargetFacts facts = able()) {
  return simulate({Child::fresh, std::move(steps)}, *find_profile(profile), facts, {.bracket_width = {0}});
}
Step setclock(std::int64_t sec) {
  return {.op = Op::setclock, .value = {sec, 0, Origin::literal}};
}
Step timens(std::int64_t monotonic, std::int64_t boottime) {
  return {.op = Op::timens, .value = {monotonic, 0, Origin::literal}, .interval = {boottime, 0, Origin::literal}};
}

TEST(SimulatedClocks, SettingRealtimeMovesAbsoluteTimersAndLeavesRelativeOnes) {
  const Trace trace =
      run_able({create(0, kRtMin, ClockId::realtime), create(1, kRtMin, ClockId::realtime),
                create(2, kRtMin, ClockId::tai), settime(0, ns(10 * kS)), settime_abs(1, from_now(10 * kS)),
                settime_abs(2, from_now(10 * kS)), setclock(5), gettime(0), gettime(1), gettime(2)});
  EXPECT_EQ(nanos(trace.results[7]), 10 * kS);
  EXPECT_NEAR(static_cast<double>(nanos(trace.results[8])), static_cast<double>(5 * kS), 1'000);
  EXPECT_NEAR(static_cast<double>(nanos(trace.results[9])), static_cast<double>(5 * kS), 1'000);
}

TEST(SimulatedClocks, AJumpPastTheDeadlineFiresAndCountsThePeriods) {
  const Trace trace =
      run_able({create(0, kRtMin, ClockId::realtime), settime_abs(0, from_now(10 * kS + kS / 2), ns(kS)), setclock(15),
                take(kAllSignals, kMs)});
  EXPECT_EQ(trace.results[3].ret, kRtMin);
  EXPECT_EQ(trace.results[3].info.b, 4);
}

TEST(SimulatedClocks, ABackwardJumpStretchesTheWait) {
  const Trace trace = run_able(
      {create(0, kRtMin, ClockId::realtime), settime_abs(0, from_now(kS)), setclock(-20), sleep(2 * kS), gettime(0)});
  EXPECT_GT(nanos(trace.results[4]), 18 * kS);
}

TEST(SimulatedClocks, RealtimeCannotGoBeforeTheBootAndOthersCannotBeSet) {
  EXPECT_EQ(run_able({setclock(-2'000'000'000)}).results[0].ret, -kEinval);
  Step monotonic = setclock(1);
  monotonic.clock = 1;
  EXPECT_EQ(run_able({monotonic}).results[0].ret, -kEinval);
}

TEST(SimulatedClocks, InATimeNamespaceAbsoluteTimesAreItsOwn) {
  const Trace trace = run_able({timens(1'000, 2'000), fork(1), by(1, pending()), by(1, create(0)),
                                by(1, settime_abs(0, from_now(10 * kS))), by(1, gettime(0)),
                                by(1, create(1, kRtMin, ClockId::boottime)), by(1, settime_abs(1, from_now(10 * kS))),
                                by(1, gettime(1)), by(1, exits()), pending()});
  EXPECT_EQ(nanos(trace.results[5]), 10 * kS);
  EXPECT_EQ(nanos(trace.results[8]), 10 * kS);
  const auto monotonic = [&](std::size_t boundary) { return trace.readings[boundary * trace.clocks.size()].ns; };
  EXPECT_EQ(monotonic(3) - monotonic(2), 1'000 * kS);
  EXPECT_LT(monotonic(11), monotonic(3));
}

TEST(SimulatedClocks, AnAbsoluteTimeBeforeTheOffsetIsDue) {
  const Trace trace = run_able(
      {timens(1'000, 0), fork(1), by(1, create(0)), by(1, settime_abs(0, ns(kS))), by(1, take(kAllSignals, kMs))});
  EXPECT_EQ(trace.results[4].ret, kRtMin);
}

TEST(SimulatedClocks, OffsetsThatLeaveTimeAreRefused) {
  EXPECT_EQ(run_able({timens(-1'000'000'000, 0)}).results[0].ret, -34);
  EXPECT_EQ(run_able({timens(1, 0)}, "linux-5.5").ending, Ending::refused);
}

TEST(SimulatedClocks, ANamespaceIsForTheProcessesThatTheThreadForksAndForItsNextImage) {
  const auto moved = [](const Trace& trace, std::size_t boundary) {
    return (trace.readings[boundary] - trace.readings[0]).ns >= 1'000 * kS;
  };
  const Trace trace = run_able({thread(1), by(1, timens(1'000, 0)), fork(2), by(2, pending()), by(2, exits()),
                                by(1, fork(3)), by(3, pending()), by(3, exits()), by(1, exec()), by(1, pending())});
  EXPECT_FALSE(moved(trace, 4));
  EXPECT_TRUE(moved(trace, 7));
  EXPECT_FALSE(moved(trace, 8));
  EXPECT_TRUE(moved(trace, 10));
}

TEST(SimulatedClocks, ARelativeAlarmOfRealtimeFollowsIt) {
  const Trace trace =
      run_able({create(0, kRtMin, ClockId::realtime_alarm), settime(0, ns(10 * kS)), setclock(5), gettime(0)});
  EXPECT_NEAR(static_cast<double>(nanos(trace.results[3])), static_cast<double>(5 * kS), 1'000);
}

TEST(SimulatedClocks, APendingPeriodicAlarmWasNotForwardedIn510) {
  const std::vector<Step> steps = {create(0, kRtMin, ClockId::boottime_alarm), settime(0, ns(kMs), ns(10 * kMs)),
                                   sleep(2 * kMs), gettime(0)};
  EXPECT_EQ(nanos(run_able(steps, "linux-5.10").results[3]), 1);
  EXPECT_GT(nanos(run_able(steps, "linux-6.1").results[3]), kMs);
}

TEST(SimulatedClocks, WithoutHighResolutionTimersWaitForTheTick) {
  TargetFacts facts = able();
  facts.high_resolution = false;
  const Trace trace = run_able({create(0), settime(0, ns(kMs), ns(kMs)), sleep(50 * kMs), take()}, "linux-6.15", facts);
  EXPECT_LE(trace.results[3].info.b, 13);
  EXPECT_GE(trace.results[3].info.b, 11);
}

}  // namespace
}  // namespace timerlaw::simulated
