// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr std::int64_t kMsInUs = 1'000;

std::int64_t micros(const StepResult& shown) {
  return shown.sec * 1'000'000 + shown.frac;
}

TEST(SimulatedItimer, AnArmedTimerShowsWhatRemainsAndItsInterval) {
  const StepResult shown = last({setitimer(us(10'000'000), us(3'000'000)), getitimer()});
  EXPECT_EQ(shown.sec, 10);
  EXPECT_EQ(shown.interval_sec, 3);
}

TEST(SimulatedItimer, MicrosecondsAreTruncated) {
  const Trace trace = run({setitimer(us(10 * kMsInUs)), sleep(kMs + 1), getitimer()});
  const std::int64_t left = trace.readings[0].ns + 10 * kMs - trace.readings[2].ns;
  EXPECT_EQ(micros(trace.results[2]), left / 1'000);
}

TEST(SimulatedItimer, AZeroValueForgetsTheInterval) {
  EXPECT_EQ(last({setitimer({}, us(5'000'000)), getitimer()}).interval_sec, 0);
}

TEST(SimulatedItimer, AnExpiredTimerShowsZeroUntilSigalrmIsTaken) {
  const Trace trace = run({setitimer(us(kMsInUs), us(10 * kMsInUs)), sleep(2 * kMs), getitimer(), take(), getitimer()});
  EXPECT_EQ(micros(trace.results[2]), 0);
  EXPECT_EQ(trace.results[2].interval_frac, 10 * kMsInUs);
  EXPECT_EQ(trace.results[3].info.code, kSiKernel);
  EXPECT_GT(micros(trace.results[4]), 8 * kMsInUs);
}

TEST(SimulatedItimer, DequeuingKeepsTheGrid) {
  const Trace trace = run({setitimer(us(kMsInUs), us(10 * kMsInUs)), sleep(25 * kMs), take(), getitimer()});
  const std::int64_t at = trace.readings[3].ns - trace.readings[0].ns;
  EXPECT_EQ(micros(trace.results[3]), (31 * kMs - at) / 1'000);
}

TEST(SimulatedItimer, AnySharedSigalrmRestartsAStalledTimerAndAThreadDirectedOneDoesNot) {
  const std::vector<Step> stalled = {ignore(kSigAlrm),
                                     unmask(kSigAlrm),
                                     setitimer(us(kMsInUs), us(10 * kMsInUs)),
                                     sleep(2 * kMs),
                                     {.op = Op::mask, .set = only(kSigAlrm)}};
  std::vector<Step> steps = stalled;
  steps.insert(steps.end(),
               {getitimer(), kill_thread(kSigAlrm), take(), getitimer(), kill(kSigAlrm), take(), getitimer()});
  const Trace trace = run(steps);
  EXPECT_EQ(micros(trace.results[5]), 0);
  EXPECT_EQ(trace.results[7].ret, kSigAlrm);
  EXPECT_EQ(micros(trace.results[8]), 0);
  EXPECT_EQ(trace.results[10].ret, kSigAlrm);
  EXPECT_GT(micros(trace.results[11]), 0);
}

TEST(SimulatedItimer, EvenAStaleSigalrmRestartsIt) {
  const Trace trace = run({create(0, kSigAlrm), settime(0, ns(kMs)), setitimer(us(2 * kMsInUs), us(10 * kMsInUs)),
                           sleep(3 * kMs), settime(0, {}), take(), getitimer()});
  EXPECT_EQ(trace.results[5].ret, -kEagain);
  EXPECT_GT(micros(trace.results[6]), 0);
}

TEST(SimulatedItimer, AnExpiryMergesWithAPendingSigalrmAndATimersSignalDoesNot) {
  const Trace merged = run({kill(kSigAlrm), setitimer(us(kMsInUs)), sleep(2 * kMs), take(), take()});
  EXPECT_EQ(merged.results[3].info.code, kSiUser);
  EXPECT_EQ(merged.results[4].ret, -kEagain);
  const Trace apart =
      run({create(0, kSigAlrm), setitimer(us(kMsInUs)), settime(0, ns(2 * kMs)), sleep(3 * kMs), take(), take()});
  EXPECT_EQ(apart.results[4].info.code, kSiKernel);
  EXPECT_EQ(apart.results[5].info.code, kSiTimer);
}

TEST(SimulatedItimer, SettingAgainKeepsThePendingSigalrm) {
  const Trace trace =
      run({setitimer(us(kMsInUs), us(kMsInUs)), sleep(2 * kMs), setitimer(us(5'000'000)), take(), getitimer()});
  EXPECT_EQ(micros(trace.results[2]), 0);
  EXPECT_EQ(trace.results[2].interval_frac, kMsInUs);
  EXPECT_EQ(trace.results[3].ret, kSigAlrm);
  EXPECT_EQ(trace.results[4].sec, 5);
}

TEST(SimulatedItimer, AlarmSharesTheTimerAndClearsTheInterval) {
  const Trace trace = run({setitimer(us(7'000'000), us(kMsInUs)), alarm(5), getitimer()});
  EXPECT_EQ(trace.results[1].ret, 7);
  EXPECT_EQ(trace.results[2].sec, 5);
  EXPECT_EQ(trace.results[2].interval_frac, 0);
}

TEST(SimulatedItimer, AlarmRoundsHalfUpButNeverHidesAFraction) {
  EXPECT_EQ(last({setitimer(us(1)), alarm(0)}).ret, 1);
  EXPECT_EQ(last({setitimer(us(1'499'999)), alarm(0)}).ret, 1);
  EXPECT_EQ(last({setitimer(us(1'500'000)), alarm(0)}).ret, 2);
}

TEST(SimulatedItimer, AlarmsResultHas32Bits) {
  EXPECT_EQ(last({setitimer({(std::int64_t{1} << 32) + 5, 0}), alarm(0)}).ret, 5);
  EXPECT_EQ(last({alarm(0xffff'ffff), alarm(0)}).ret, 0xffff'ffff);
}

TEST(SimulatedItimer, AlarmLeavesAPendingSigalrm) {
  const Trace trace = run({setitimer(us(kMsInUs)), sleep(2 * kMs), alarm(0), take()});
  EXPECT_EQ(trace.results[2].ret, 0);
  EXPECT_EQ(trace.results[3].ret, kSigAlrm);
}

}  // namespace
}  // namespace timerlaw::simulated
