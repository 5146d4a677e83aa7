// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/claims_for_test.h"
#include "generators/solver/lemma_formulas.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

TEST(Deadlines, ATimerIsNeverDueBeforeRequestedBelowSaturation) {
  const auto real = prove<RealDeadline>([](const Way& w) {
    const Term requested = w.in("now") + us_in(w) * kMicrosecond;
    return Claim{w.out("armed") == 1 && written_timeval(w) && requested <= kTimeMax, w.out("deadline") >= requested};
  });
  EXPECT_TRUE(real.hold());
  const auto exact = prove<RealDeadline>([](const Way& w) {
    const Term requested = w.in("now") + us_in(w) * kMicrosecond;
    return Claim{w.out("armed") == 1 && written_timeval(w) && requested <= kTimeMax && w.in("sec") < kSecondsMax,
                 w.out("deadline") == requested};
  });
  EXPECT_TRUE(exact.hold());
  const auto posix = prove<PosixDeadline>([](const Way& w) {
    const Term requested = w.in("now") + ns_in(w);
    return Claim{requested <= kTimeMax, w.out("deadline") >= requested};
  });
  EXPECT_TRUE(posix.hold());
}

// CONV-3: the sum with the clock's reading saturates, so what is lost is the uptime.
TEST(Deadlines, ATimerThatSaturatesIsDueBeforeRequested) {
  const auto never_early = [](const Way& w) {
    return Claim{w.in("now") == kSecond, w.out("deadline") >= w.in("now") + ns_in(w)};
  };
  const auto posix = prove<PosixDeadline>(never_early);
  EXPECT_EQ(posix.fail_exactly_where(everywhere), "");
  EXPECT_EQ(posix.refutation("linux-6.15"),
            (Refutation{{"sec", 9'223'372'035}, {"nsec", 854'775'808}, {"now", kSecond}}));
  expect_in_corpus("settime t0 rel value=9223372035s854ms775us808ns\n");
  const auto real = prove<RealDeadline>([](const Way& w) {
    return Claim{w.in("now") == kSecond && w.out("armed") == 1 && written_timeval(w),
                 w.out("deadline") >= w.in("now") + us_in(w) * kMicrosecond};
  });
  EXPECT_EQ(real.fail_exactly_where(native), "");
  EXPECT_EQ(real.refutation("linux-6.15"), (Refutation{{"sec", 9'223'372'035}, {"usec", 854'776}, {"now", kSecond}}));
  expect_in_corpus("setitimer real value=9223372035s854ms776us\n");
}

TEST(Deadlines, OfCpuTimeAreATickLaterThanRequested) {
  const auto findings = prove<ProfDeadline>([](const Way& w) {
    const Term requested = w.in("now") + us_in(w) * kMicrosecond + w.law().tick;
    return Claim{w.out("armed") == 1 && written_timeval(w) && w.in("sec") < kSecondsMax,
                 w.out("deadline") >= requested && w.out("deadline") < requested + w.law().tick};
  });
  // Counted in jiffies they saturate at 70 years.
  EXPECT_EQ(findings.fail_exactly_where([](const Law& law) { return native(law) && counts_cputime_in_jiffies(law); }),
            "");
  EXPECT_EQ(findings.refutation("linux-2.6.39"), (Refutation{{"sec", 2'199'023'253}, {"usec", 1}, {"now", 0}}));
  expect_in_corpus("setitimer prof value=2199023253s1us\n");
}

// Not a saturation: the timer is due at once.
TEST(Deadlines, OfCpuTimeAreAnyAfter64BitsAreLost) {
  const auto findings = prove<ProfDeadline>([](const Way& w) {
    return Claim{w.out("armed") == 1 && written_timeval(w) && us_in(w) * kMicrosecond > kTimeMax,
                 w.out("deadline") >= w.in("now") + kTimeMax};
  });
  EXPECT_EQ(findings.fail_exactly_where([](const Law& law) { return native(law) && !law.profile->cputime_saturates; }),
            "");
}

TEST(Deadlines, RoundingErrorsOfAPeriodicCpuTimerDoNotAddUp) {
  const auto exact = prove<NextCputimeDeadline>([](const Way& w) {
    return Claim{kAlways, w.out("deadline") - w.out("error") ==
                                  w.in("deadline") - w.in("error") + w.in("interval") - w.in("interval_error") &&
                              w.out("error") >= 0 && w.out("error") < w.law().tick};
  });
  EXPECT_TRUE(exact.hold());
}

// ITC-10: a tick is given back now and then.
TEST(Deadlines, APeriodOfCpuTimeInJiffiesCanBeShorterThanItsInterval) {
  const auto findings = prove<NextCputimeDeadline>([](const Way& w) {
    const Term interval = w.in("interval") - w.in("interval_error");
    return Claim{kAlways, w.out("deadline") >= w.in("deadline") + interval};
  });
  EXPECT_EQ(findings.fail_exactly_where(everywhere), "");
  EXPECT_EQ(findings.refutation("linux-2.6.39"),
            (Refutation{{"deadline", 0}, {"interval", 4'000'000}, {"error", 1}, {"interval_error", 3'999'999}}));
}

TEST(Deadlines, OfATimeNamespaceKeepTheirDistanceBelowSaturation) {
  const auto findings = prove<HostDeadline>([](const Way& w) {
    // One that is not in the past by more than the namespace has run.
    const Term host = w.in("deadline") - w.in("offset");
    return Claim{host >= 0 && host <= kTimeMax, w.out("deadline") == host};
  });
  EXPECT_TRUE(findings.hold());
  const auto bounds = prove_of_two<HostDeadline>([](const Way& a, const Way& b) {
    return Claim{a.in("deadline") <= b.in("deadline") && a.in("offset") == b.in("offset"),
                 a.out("deadline") >= 0 && a.out("deadline") <= b.out("deadline") && b.out("deadline") <= kTimeMax};
  });
  EXPECT_TRUE(bounds.hold());
}

// L20-3: the jiffy that has begun counts whole.
TEST(Deadlines, InJiffiesAreUpToAJiffyEarly) {
  const auto never = prove<JiffyDeadline>([](const Way& w) {
    return Claim{written(w, "usec", kMicros, true) && w.out("armed") == 1,
                 w.out("due") >= w.in("now") + us_in(w) * kMicrosecond};
  });
  EXPECT_EQ(never.fail_exactly_where(everywhere), "");
  EXPECT_EQ(never.refutation("linux-2.0"), (Refutation{{"sec", 0}, {"usec", 1}, {"now", 9'999'001}}));
  const auto by_less = prove<JiffyDeadline>([](const Way& w) {
    // Before the counter of jiffies ends, and within what it holds.
    const Term requested = w.in("now") + us_in(w) * kMicrosecond;
    return Claim{
        us_in(w) > 0 && requested <= kJiffiesMax * kJiffy.ns - kSecond && w.in("sec") < kJiffiesMax / kJiffiesPerSecond,
        w.out("armed") == 1 && w.out("due") > requested - kJiffy.ns && w.out("due") < requested + kJiffy.ns};
  });
  EXPECT_TRUE(by_less.hold());
}

TEST(Forwarding, LeavesTheDeadlineAfterNowByAtMostOneInterval) {
  const auto findings = prove<Forward>([](const Way& w) {
    return Claim{w.in("now") <= kUptimeMax && w.in("deadline") <= w.in("now"),
                 w.out("deadline") > w.in("now") && w.out("deadline") <= w.in("now") + w.in("interval") &&
                     w.out("periods") >= 1};
  });
  EXPECT_TRUE(findings.hold());
  const auto untouched = prove<Forward>([](const Way& w) {
    return Claim{w.in("deadline") > w.in("now"), w.out("deadline") == w.in("deadline") && w.out("periods") == 0};
  });
  EXPECT_TRUE(untouched.hold());
}

TEST(Forwarding, AProductIsAtLeastItsPositiveFactors) {
  z3::context context;
  const z3::expr k = context.int_const("k");
  const z3::expr interval = context.int_const("interval");
  z3::solver solver(context);
  solver.add(k >= 1 && interval >= 1 && k * interval < interval);
  EXPECT_EQ(solver.check(), z3::unsat);
}

}  // namespace
}  // namespace timerlaw::solver
