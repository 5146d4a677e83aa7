// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/changes.h"

#include <gtest/gtest.h>

#include <set>

namespace timerlaw {
namespace {

bool apply(std::string_view name, Trace& trace, std::size_t i) {
  for (const Change& change : changes()) {
    if (change.name == name) {
      return change.apply(trace, i);
    }
  }
  ADD_FAILURE() << "no change of name " << name;
  return false;
}

// One step that took from 1000 to 1300.
Trace one_step(const Step& step, const StepResult& result) {
  Trace trace;
  trace.program.steps = {step};
  trace.clocks = {ClockId::monotonic};
  trace.readings = {{1'000}, {1'300}};
  trace.results = {result};
  return trace;
}

TEST(Changes, EveryOneHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const Change& change : changes()) {
    EXPECT_TRUE(names.insert(change.name).second) << change.name;
  }
}

TEST(Changes, AChangeThatSaysNothingLeavesTheTraceAlone) {
  const Trace trace = one_step({.op = Op::pending}, {});
  for (const Change& change : changes()) {
    Trace changed = trace;
    const bool applied = change.apply(changed, 0);
    EXPECT_EQ(applied, changed != trace) << change.name;
  }
}

TEST(Changes, MoreTimeLeftIsMoreThanTheBracketExplains) {
  Trace trace = one_step({.op = Op::gettime, .slot = 0}, {.out = Out::written, .sec = 1, .frac = 999'999'999});
  EXPECT_TRUE(apply("more-time-left", trace, 0));
  EXPECT_EQ(trace.results[0].sec, 2);
  EXPECT_EQ(trace.results[0].frac, 300);
}

TEST(Changes, LessTimeLeftNeverBecomesNegative) {
  Trace trace = one_step({.op = Op::gettime, .slot = 0}, {.out = Out::written, .frac = 300});
  EXPECT_FALSE(apply("less-time-left", trace, 0));
}

TEST(Changes, AHandlerThatIsLostMovesTheLaterOnes) {
  Trace trace;
  trace.program.steps = {{.op = Op::pending}, {.op = Op::pending}};
  trace.clocks = {ClockId::monotonic};
  trace.readings = {{0}, {1}, {2}};
  trace.deliveries = {{SigInfo{.signo = 1}, 0}, {SigInfo{.signo = 2}, 0}};
  trace.results = {{.first_delivery = 0, .deliveries = 1}, {.first_delivery = 1, .deliveries = 1}};
  EXPECT_TRUE(apply("handler-lost", trace, 0));
  EXPECT_EQ(trace.results[0].deliveries, 0u);
  EXPECT_EQ(trace.results[1].first_delivery, 0u);
  EXPECT_EQ(trace.deliveries[0].info.signo, 2);
}

TEST(Changes, AWaitThatTookNoTimeMovesAllLaterReadings) {
  Trace trace = one_step({.op = Op::sleep}, {});
  EXPECT_TRUE(apply("took-no-time", trace, 0));
  EXPECT_EQ(trace.readings[1], trace.readings[0]);
}

}  // namespace
}  // namespace timerlaw
