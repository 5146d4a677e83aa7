// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/claims_for_test.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

TEST(Conversions, ATimespecBelowSaturationComesBackAsItWas) {
  const Findings findings = prove<TimespecToNs>([](const Way& w) {
    return Claim{w.in("sec") < kSecondsMax, quotient(w.out("ns"), kSecond) == w.in("sec") &&
                                                w.out("ns") - quotient(w.out("ns"), kSecond) * kSecond == w.in("nsec")};
  });
  EXPECT_TRUE(findings.hold());
}

TEST(Conversions, ATimevalBelowSaturationComesBackAsItWas) {
  const Findings findings = prove<TimevalToNs>([](const Way& w) {
    const Term us = quotient(w.out("ns"), kMicrosecond);
    return Claim{w.in("sec") < kSecondsMax,
                 quotient(us, kMicros) == w.in("sec") && us - quotient(us, kMicros) * kMicros == w.in("usec")};
  });
  EXPECT_TRUE(findings.hold());
}

TEST(Conversions, SaturationIsMonotoneAndNeverNegative) {
  const auto timespec = prove_of_two<TimespecToNs>([](const Way& a, const Way& b) {
    return Claim{ns_in(a) <= ns_in(b), a.out("ns") >= 0 && a.out("ns") <= b.out("ns") && b.out("ns") <= kTimeMax};
  });
  EXPECT_TRUE(timespec.hold());
  const auto timeval = prove_of_two<TimevalToNs>([](const Way& a, const Way& b) {
    return Claim{us_in(a) <= us_in(b), a.out("ns") >= 0 && a.out("ns") <= b.out("ns") && b.out("ns") <= kTimeMax};
  });
  EXPECT_TRUE(timeval.hold());
  const auto sum = prove_of_two<AddSafe>([](const Way& a, const Way& b) {
    return Claim{a.in("ns") <= b.in("ns") && a.in("now") <= b.in("now"),
                 a.out("sum") >= 0 && a.out("sum") <= b.out("sum") && b.out("sum") <= kTimeMax};
  });
  EXPECT_TRUE(sum.hold());
}

TEST(Conversions, AValueThatIsNotZeroDoesNotBecomeZero) {
  const auto posix = prove<TimespecToNs>([](const Way& w) { return Claim{ns_in(w) > 0, w.out("ns") > 0}; });
  EXPECT_TRUE(posix.hold());
  const auto real = prove<TimevalToNs>([](const Way& w) { return Claim{us_in(w) > 0, w.out("ns") > 0}; });
  EXPECT_TRUE(real.hold());
}

TEST(Conversions, OfCpuTimeAreNotMonotoneWhere64BitsAreLost) {
  const auto findings = prove_of_two<CputimeOf>([](const Way& a, const Way& b) {
    return Claim{us_in(a) <= us_in(b), a.out("ns") <= b.out("ns")};
  });
  EXPECT_EQ(findings.fail_exactly_where(wraps_cputime), "");
  EXPECT_EQ(findings.refutation("linux-4.19"),
            (Refutation{{"sec", 0}, {"usec", 1}, {"sec'", 18'446'744'073}, {"usec'", 709'552}}));
  expect_in_corpus("setitimer prof value=18446744073s709ms552us\n");
}

TEST(Conversions, OfCpuTimeMakeZeroOfAValueThatIsNotWhere64BitsAreLost) {
  const auto findings = prove<CputimeOf>([](const Way& w) { return Claim{us_in(w) > 0, w.out("ns") > 0}; });
  EXPECT_EQ(findings.fail_exactly_where(wraps_cputime), "");
  EXPECT_EQ(findings.refutation("linux-4.19"), (Refutation{{"sec", 2'305'843'009'213}, {"usec", 693'952}}));
  expect_in_corpus("setitimer prof value=2305843009213s693ms952us\n");
}

TEST(Conversions, OfCpuTimeInJiffiesAreMonotoneAndRoundUp) {
  const auto monotone = prove_of_two<TimevalToCputime>([](const Way& a, const Way& b) {
    return Claim{us_in(a) <= us_in(b), a.out("ns") <= b.out("ns")};
  });
  EXPECT_TRUE(monotone.hold());
  const auto rounded = prove<TimevalToCputime>([](const Way& w) {
    const Term ns = us_in(w) * kMicrosecond;
    return Claim{w.in("sec") < jiffy_seconds_max(w.law().tick),
                 w.out("ns") - w.out("error") == ns && w.out("error") >= 0 && w.out("error") < w.law().tick};
  });
  EXPECT_TRUE(rounded.hold());
}

// Linux 2.0 has the sum of seconds and fraction in 32 bits.
TEST(Conversions, InJiffiesMakeZeroOfAValueThatIsNot) {
  const auto findings = prove<TimevalToJiffies>([](const Way& w) {
    return Claim{written(w, "usec", kMicros, true) && us_in(w) > 0, w.out("jiffies") > 0};
  });
  EXPECT_EQ(findings.fail_exactly_where(everywhere), "");
  EXPECT_EQ(findings.refutation("linux-2.0"), (Refutation{{"sec", 42'949'672}, {"usec", 950'001}}));
  expect_in_corpus("setitimer real value=42949672s950ms1us\n");
}

}  // namespace
}  // namespace timerlaw::solver
