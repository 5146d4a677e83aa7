// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/claims_for_test.h"
#include "generators/solver/lemma_formulas.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

constexpr Wide kIntMax = 0x7fff'ffff;

// A whole number of intervals that is at least one is at least an interval: Forwarding.AProductIsAtLeastItsPositive-
// Factors. The solver is told of it for `k`.
z3::expr no_less_than_an_interval(const z3::expr& k, const z3::expr& interval) {
  return z3::implies(k >= 1, k * interval >= interval) && z3::implies(k <= -1, k * interval <= -interval);
}

TEST(Overruns, AddUpOverAnySplitOfTime) {
  const auto findings = prove<ForwardTwice>([](const Way& w) {
    const z3::expr periods = w.out("periods").expression() + w.out("first_periods").expression();
    const z3::expr more = periods - w.out("periods_at_once").expression();
    return Claim{w.in("deadline") <= kUptimeMax && w.in("interval") <= kTimeMax - 3 * kUptimeMax / 2 &&
                     Condition(no_less_than_an_interval(more, w.in("interval").expression())),
                 w.out("at_once") == w.out("deadline") && w.out("periods_at_once") == Term(periods)};
  });
  EXPECT_TRUE(findings.hold());
}

TEST(Overruns, AreAsManyAsThereWereUpToTheLimit) {
  const auto findings = prove<OverrunCount>([](const Way& w) {
    return Claim{w.in("periods") <= kIntMax, w.out("count") == w.in("periods")};
  });
  EXPECT_TRUE(findings.hold());
  const auto no_more = prove<OverrunCount>([](const Way& w) {
    return Claim{kAlways, w.out("count") <= w.in("periods") && w.out("count") <= kIntMax};
  });
  EXPECT_TRUE(no_more.hold());
}

// OVR-3, OVR-8: one generation stays at the limit, another begins again below zero.
TEST(Overruns, BeyondTheLimitAreNegativeWhereTheyAreNotClamped) {
  const auto findings = prove<OverrunCount>([](const Way& w) { return Claim{kAlways, w.out("count") >= 0}; });
  EXPECT_EQ(findings.fail_exactly_where([](const Law& law) { return !law.profile->overrun_clamped; }), "");
  EXPECT_EQ(findings.refutation("linux-4.15"), (Refutation{{"periods", kIntMax + 1}}));
  expect_in_corpus("settime t0 abs sec=0 nsec=1 interval=1ns\ntake    RTMIN+0 timeout=1s\noverrun t0\n");
}

TEST(Overruns, AndWhatRemainsComeToTheTimeThatPassed) {
  const auto findings = prove<SettimeTake>([](const Way& w) {
    const Term passed = w.in("waited") - w.in("ns");
    const Term counted = Term(w.out("overrun").expression() * w.in("interval").expression());
    return Claim{
        w.in("ns") <= kUptimeMax && w.in("interval") <= kTimeMax / 4 && passed >= 0 && w.out("overrun") < kIntMax &&
        w.out("overrun") >= 0 &&
        passed<Term(w.in("interval").expression() * Term(kIntMax).in(w.in("ns").expression().ctx())), w.out("ns")> 0 &&
        w.out("ns") <= w.in("interval") && counted + w.in("interval") == passed + w.out("ns")};
  });
  EXPECT_TRUE(findings.hold());
}

}  // namespace
}  // namespace timerlaw::solver
