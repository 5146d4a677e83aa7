// SPDX-License-Identifier: Apache-2.0
// A library that borrows a timer saves its old value and sets it again.
#include "generators/solver/claims_for_test.h"
#include "generators/solver/lemma_formulas.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

Term us_old(const Way& w) {
  return w.out("old_sec") * kMicros + w.out("old_usec");
}
Term ns_old(const Way& w) {
  return w.out("old_sec") * kSecond + w.out("old_nsec");
}

TEST(Restoring, AnOldValueIsAcceptedInEveryStateThatTheSameCallsReach) {
  const auto real = prove<SetitimerRestoreReal>([](const Way& w) {
    return Claim{written_timeval(w), w.out("restored_errno") == 0};
  });
  EXPECT_TRUE(real.hold());
  const auto posix = prove<SettimeRestore>([](const Way& w) {
    return Claim{written_timespec(w), w.out("restored_errno") == 0};
  });
  EXPECT_TRUE(posix.hold());
}

// ITC-5, C32-1: what is shown as negative is refused.
TEST(Restoring, AnOldValueOfCpuTimeCanBeRefused) {
  const auto findings = prove<SetitimerRestoreProf>([](const Way& w) {
    return Claim{written_timeval(w), w.out("restored_errno") == 0};
  });
  EXPECT_EQ(
      findings.fail_exactly_where([](const Law& law) { return !(native(law) && counts_cputime_in_jiffies(law)); }), "");
  EXPECT_EQ(findings.refutation("linux-6.15"),
            (Refutation{{"sec", 9'223'372'036}, {"usec", 0}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("setitimer prof sec=-9223372037 usec=148775\n");
}

TEST(Restoring, AnOldValueIn32BitsOfATimerSetIn64CanBeRefused) {
  const auto findings = prove<SettimeRestoreTime32>([](const Way& w) {
    return Claim{kAlways, w.out("restored_errno") == 0};
  });
  EXPECT_EQ(findings.fail_exactly_where(everywhere), "");
  EXPECT_EQ(findings.refutation("linux-6.15", Abi::compat32, true),
            (Refutation{{"sec", 2'147'483'648}, {"nsec", 0}, {"now", 0}, {"waited", 0}}));
  expect_in_corpus("settime t0 rel value=2147483658s\ngettime t0 time32\n");
}

TEST(Restoring, APosixTimerLosesNothing) {
  const auto findings = prove<SettimeRestore>([](const Way& w) {
    const Term left = ns_in(w) - w.in("waited");
    return Claim{written_timespec(w) && w.in("sec") < kSecondsMax && ns_in(w) + w.in("now") <= kTimeMax && left > 0 &&
                     w.in("waited_again") == 0,
                 ns_old(w) == left && ns_out(w) == left};
  });
  EXPECT_TRUE(findings.hold());
}

TEST(Restoring, TheRealTimerLosesLessThanAMicrosecond) {
  const auto findings = prove<SetitimerRestoreReal>([](const Way& w) {
    const Term left = us_in(w) * kMicrosecond - w.in("waited");
    const Term lost = left - us_old(w) * kMicrosecond;
    return Claim{written_timeval(w) && w.in("sec") < kSecondsMax && us_in(w) * kMicrosecond + w.in("now") <= kTimeMax &&
                     left > 0 && w.in("waited_again") == 0,
                 lost >= 0 && lost < kMicrosecond && us_out(w) == us_old(w)};
  });
  EXPECT_TRUE(findings.hold());
}

// ITR-4: the old value of a timer that is armed is zero, and to set that disarms it.
TEST(Restoring, TheRealTimerCanLoseItForGood) {
  const auto findings = prove<SetitimerRestoreReal>([](const Way& w) {
    return Claim{written_timeval(w) && us_in(w) > 0, us_old(w) > 0};
  });
  EXPECT_EQ(findings.fail_exactly_where(everywhere), "");
  EXPECT_EQ(findings.refutation("linux-6.15"),
            (Refutation{{"sec", 0}, {"usec", 1}, {"now", 0}, {"waited", 1}, {"waited_again", 0}}));
  expect_in_corpus("until real-500ns\nsetitimer real value=0 old\n");
  const auto posix = prove<SettimeRestore>([](const Way& w) {
    return Claim{written_timespec(w) && ns_in(w) > 0, ns_old(w) > 0};
  });
  EXPECT_TRUE(posix.hold());
}

// ITC-2: setting adds a tick, and the old value has it already.
TEST(Restoring, AnOldValueOfCpuTimeIsATickMoreEachTime) {
  const auto findings = prove<SetitimerRestoreProf>([](const Way& w) {
    return Claim{written_timeval(w) && w.in("burnt") == 0, us_out(w) == us_old(w)};
  });
  EXPECT_EQ(findings.fail_exactly_where(everywhere), "");
  EXPECT_EQ(findings.refutation("linux-6.15"), (Refutation{{"sec", 0}, {"usec", 1}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("setitimer prof value=1s old\nsetitimer prof value=1004ms old\nsetitimer prof value=1008ms old\n");
}

// A profiler that saves and restores the timer once in a tick of CPU time never sees it expire.
TEST(Restoring, ATimerOfCpuTimeEveryTickOrMoreOftenBringsItNoNearerToItsExpiry) {
  const auto findings = prove<SetitimerRestoreProf>([](const Way& w) {
    const Wide tick = w.law().tick;
    const Wide most = native(w.law()) ? jiffy_seconds_max(tick) : Wide{0x7fff'fffe};
    return Claim{written_timeval(w) && w.in("sec") < most && us_in(w) > 0 && w.in("burnt") <= tick,
                 us_out(w) >= us_in(w) + tick / kMicrosecond};
  });
  EXPECT_TRUE(findings.hold());
}

}  // namespace
}  // namespace timerlaw::solver
