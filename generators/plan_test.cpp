// SPDX-License-Identifier: Apache-2.0
#include "generators/plan.h"

#include <gtest/gtest.h>

#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;

const Step kMake = create(0, ClockId::monotonic, kNotifySignal, kRtMin);
const Step kArm = settime(0, span(us(50)));
constexpr SigSet kRt = set_of({kRtMin});

Plan after(std::initializer_list<Step> steps) {
  Plan plan;
  for (const Step& step : steps) {
    plan.follow(step);
  }
  return plan;
}

TEST(Plan, AnArmedTimerArrivesOnce) {
  EXPECT_EQ(after({kMake}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm}).arrivals(kAllSignals), 1);
  EXPECT_EQ(after({kMake, kArm}).arrivals(set_of({kUsr1})), 0);
  EXPECT_EQ(after({kMake, kArm, take(kRt)}).arrivals(kRt), 0);
  EXPECT_EQ(after({kMake, take(kRt), kArm}).arrivals(kRt), 1);
}

TEST(Plan, APeriodicTimerArrivesAgain) {
  const Step arm = settime(0, span(us(50)), span(us(50)));
  EXPECT_EQ(after({kMake, arm, take(kRt), take(kRt)}).arrivals(kRt), 1);
  const Step once_in_long = settime(0, span(us(50)), {100, 0});
  EXPECT_EQ(after({kMake, once_in_long}).arrivals(kRt), 1);
  EXPECT_EQ(after({kMake, once_in_long, take(kRt)}).arrivals(kRt), 0);
}

TEST(Plan, OneTakeOfTwoTimersLeavesOne) {
  const Step second = create(1, ClockId::monotonic, kNotifySignal, kUsr1);
  const Plan plan = after({kMake, second, kArm, settime(1, span(us(20))), take(kAllSignals)});
  EXPECT_EQ(plan.arrivals(kAllSignals), 1);
  EXPECT_EQ(plan.arrivals(kRt), 0);
}

TEST(Plan, NothingArrivesFromATimerThatIsSilentFarDisarmedDeletedOrBroken) {
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifyNone, 0), kArm}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, settime(0, {10, 0})}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, settime(0, {})}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, remove(0)}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, settime(0, {0, kSecond})}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifySignal, 65), kArm}).arrivals(kAllSignals), 0);
}

TEST(Plan, NothingSurelyArrivesWhereTheSignalMayGoElsewhere) {
  EXPECT_EQ(after({kMake, kArm, handler(kRtMin), window(kRt)}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, handler(kRtMin), unmask(kRt), kArm}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, ignore(kRtMin)}).arrivals(kAllSignals), 0);
  Step raw = remove(0);
  raw.slot = kNoSlot;
  raw.id = 7;
  EXPECT_EQ(after({kMake, kArm, raw}).arrivals(kAllSignals), 0);
}

TEST(Plan, TheItimerMayMergeWithAnotherSigalrm) {
  const Step arm = setitimer(Which::real, {0, 20});
  EXPECT_EQ(after({arm}).arrivals(kAllSignals), 1);
  EXPECT_EQ(after({arm, kill(kSigAlrm)}).arrivals(kAllSignals), 0);
  EXPECT_EQ(after({arm, alarm(0)}).arrivals(kAllSignals), 0);
}

TEST(Plan, AnOpenMaskKillsUnlessTheSignalIsCaughtOrIgnored) {
  EXPECT_FALSE(after({kMake}).may_kill(kArm));
  EXPECT_TRUE(after({kMake}).may_kill(unmask(kRt)));
  EXPECT_TRUE(after({kMake}).may_kill(window(kRt)));
  EXPECT_FALSE(after({kMake, handler(kRtMin)}).may_kill(unmask(kRt)));
  EXPECT_FALSE(after({kMake, ignore(kRtMin)}).may_kill(unmask(kRt)));
  EXPECT_TRUE(after({kMake, ignore(kRtMin), unmask(kRt)}).may_kill(dflt(kRtMin)));
  EXPECT_TRUE(Plan().may_kill(kill(kSigKill)));
}

TEST(Plan, WaitingForADistantDeadlineIsUnbounded) {
  EXPECT_EQ(after({kMake, kArm}).wait(until_timer(0, us(5))), us(55));
  EXPECT_EQ(after({kMake, settime(0, span(us(50)), span(us(90)))}).wait(until_timer(0, us(5))), us(95));
  EXPECT_EQ(after({kMake}).wait(until_timer(0, us(5))), us(5));
  EXPECT_FALSE(after({kMake, settime(0, span(us(50)), {100, 0})}).wait(until_timer(0, us(-5))).has_value());
  EXPECT_FALSE(after({kMake, settime(0, {1'000'000'000'000, 0})}).wait(until_timer(0, {})).has_value());
  const Program in_vain{.child = Child::reused, .steps = {kMake, take(kRt, {kSecond})}};
  EXPECT_FALSE(waits_are_bounded(in_vain, {10 * kSecond}));
  const Program waited{.child = Child::reused, .steps = {kMake, kArm, take(kRt, {kSecond})}};
  EXPECT_TRUE(waits_are_bounded(waited, {10 * kSecond}));
}

}  // namespace
}  // namespace timerlaw
