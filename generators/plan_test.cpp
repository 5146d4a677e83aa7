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
  EXPECT_EQ(after({kMake}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm}).arrivals(0, kAllSignals), 1);
  EXPECT_EQ(after({kMake, kArm}).arrivals(0, set_of({kUsr1})), 0);
  EXPECT_EQ(after({kMake, kArm, take(kRt)}).arrivals(0, kRt), 0);
  EXPECT_EQ(after({kMake, take(kRt), kArm}).arrivals(0, kRt), 1);
}

TEST(Plan, APeriodicTimerArrivesAgain) {
  const Step arm = settime(0, span(us(50)), span(us(50)));
  EXPECT_EQ(after({kMake, arm, take(kRt), take(kRt)}).arrivals(0, kRt), 1);
  const Step once_in_long = settime(0, span(us(50)), {100, 0});
  EXPECT_EQ(after({kMake, once_in_long}).arrivals(0, kRt), 1);
  EXPECT_EQ(after({kMake, once_in_long, take(kRt)}).arrivals(0, kRt), 0);
}

TEST(Plan, OneTakeOfTwoTimersLeavesOne) {
  const Step second = create(1, ClockId::monotonic, kNotifySignal, kUsr1);
  const Plan plan = after({kMake, second, kArm, settime(1, span(us(20))), take(kAllSignals)});
  EXPECT_EQ(plan.arrivals(0, kAllSignals), 1);
  EXPECT_EQ(plan.arrivals(0, kRt), 0);
}

TEST(Plan, NothingArrivesFromATimerThatIsSilentFarDisarmedDeletedOrBroken) {
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifyNone, 0), kArm}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, settime(0, {10, 0})}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, settime(0, {})}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, remove(0)}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, settime(0, {0, kSecond})}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifySignal, 65), kArm}).arrivals(0, kAllSignals), 0);
}

TEST(Plan, NothingSurelyArrivesWhereTheSignalMayGoElsewhere) {
  EXPECT_EQ(after({kMake, kArm, handler(kRtMin), window(kRt)}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, handler(kRtMin), unmask(kRt), kArm}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, ignore(kRtMin)}).arrivals(0, kAllSignals), 0);
  Step raw = remove(0);
  raw.slot = kNoSlot;
  raw.id = 7;
  EXPECT_EQ(after({kMake, kArm, raw}).arrivals(0, kAllSignals), 0);
}

TEST(Plan, TheItimerMayMergeWithAnotherSigalrm) {
  const Step arm = setitimer(Which::real, {0, 20});
  EXPECT_EQ(after({arm}).arrivals(0, kAllSignals), 1);
  EXPECT_EQ(after({arm, kill(kSigAlrm)}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({arm, alarm(0)}).arrivals(0, kAllSignals), 0);
}

TEST(Plan, NothingSurelyArrivesThatJobControlMayTakeBack) {
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifySignal, kSigCont), kArm}).arrivals(0, kAllSignals), 0);
  EXPECT_EQ(after({create(0, ClockId::monotonic, kNotifySignal, 20), kArm}).arrivals(0, kAllSignals), 0);
}

TEST(Plan, ATimerOfCpuTimeArrivesForWhoBurns) {
  const Step counts = create(0, ClockId::process_cputime, kNotifySignal, kRtMin);
  EXPECT_EQ(after({counts, kArm}).arrivals(0, kRt), 0);
  EXPECT_EQ(after({counts, kArm}).burnt_arrivals(0, kRt), 1);
  EXPECT_EQ(after({counts, kArm, take(kRt)}).burnt_arrivals(0, kRt), 0);
  EXPECT_EQ(after({counts, settime(0, {1, 0})}).burnt_arrivals(0, kRt), 0);
  EXPECT_EQ(after({setitimer(Which::prof, {0, 1})}).burnt_arrivals(0, kAllSignals), 1);
  EXPECT_EQ(after({setitimer(Which::prof, {0, 1}), kill(kSigProf)}).burnt_arrivals(0, kAllSignals), 0);
  const Step of_thread = create(0, ClockId{party_clock(1, 6)}, kNotifySignal, kRtMin);
  EXPECT_EQ(after({thread(1), of_thread, kArm}).burnt_arrivals(0, kRt), 0);
  EXPECT_EQ(after({thread(1), of_thread, kArm}).burnt_arrivals(1, kRt), 1);
  EXPECT_EQ(after({thread(1), of_thread, kArm, by(1, exit())}).burnt_arrivals(0, kRt), 0);
}

TEST(Plan, WhatBurnsForASignalThatComesEnds) {
  const Step counts = create(0, ClockId::process_cputime, kNotifySignal, kRtMin);
  const Step burn = burn_for(kRt, {10 * kSecond});
  EXPECT_TRUE(waits_are_bounded({.child = Child::reused, .steps = {counts, kArm, burn}}, {10 * kSecond}));
  EXPECT_FALSE(waits_are_bounded({.child = Child::reused, .steps = {kMake, kArm, burn}}, {10 * kSecond}));
}

TEST(Plan, ASignalForAThreadArrivesThereAlone) {
  Step make = kMake;
  make.notify = kNotifyThreadId;
  make.tid = party_tid(1);
  const Plan plan = after({thread(1), make, kArm});
  EXPECT_EQ(plan.arrivals(0, kRt), 0);
  EXPECT_EQ(plan.arrivals(1, kRt), 1);
  EXPECT_EQ(after({thread(1), make, kArm, by(1, exit())}).arrivals(0, kRt), 0);
  EXPECT_EQ(after({thread(1), kMake, kArm}).arrivals(1, kRt), 1);
  EXPECT_EQ(after({thread(1), kMake, by(1, handler(kRtMin)), by(1, unmask(kRt)), kArm}).arrivals(0, kRt), 0);
}

TEST(Plan, AForkedProcessHasNoTimers) {
  const Step alarm = setitimer(Which::real, {0, 20});
  EXPECT_EQ(after({kMake, kArm, alarm, fork(1)}).arrivals(1, kAllSignals), 0);
  EXPECT_EQ(after({kMake, kArm, alarm, fork(1)}).arrivals(0, kAllSignals), 2);
  EXPECT_EQ(
      after({fork(1), by(1, create(4, ClockId::monotonic, kNotifySignal, kRtMin)), by(1, settime(4, span(us(20))))})
          .arrivals(1, kAllSignals),
      1);
}

TEST(Plan, ExecDeletesPosixTimersAndForgetsHandlers) {
  const Step alarm = setitimer(Which::real, {0, 20});
  EXPECT_EQ(after({kMake, kArm, alarm, exec()}).arrivals(0, kAllSignals), 1);
  EXPECT_TRUE(after({handler(kUsr1), unmask(set_of({kUsr1})), kill(kUsr1)}).may_kill(exec()));
  EXPECT_FALSE(after({ignore(kUsr1), unmask(set_of({kUsr1})), kill(kUsr1)}).may_kill(exec()));
}

TEST(Plan, NoTimerIsSureWhereALimitMayRefuseIt) {
  EXPECT_EQ(after({limit(kLimitSigpending, 1), kMake, kArm}).arrivals(0, kAllSignals), 0);
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
