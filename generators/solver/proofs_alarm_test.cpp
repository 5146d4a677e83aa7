// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/claims_for_test.h"
#include "generators/solver/lemma_formulas.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

constexpr Wide kWord = Wide{1} << 32;

// ALRM-2, ALRM-4: less than a microsecond was nothing, and what is lost beyond 32 bits is.
TEST(Alarm, OfAnArmedTimerCanReturn0) {
  const auto findings = prove<SetitimerAlarm>([](const Way& w) {
    return Claim{written_timeval(w) && us_in(w) > 0, w.out("seconds") > 0};
  });
  EXPECT_EQ(
      findings.fail_exactly_where([](const Law& law) { return native(law) || rounds_alarm_in_microseconds(law); }), "");
  EXPECT_EQ(findings.refutation("linux-6.15"),
            (Refutation{{"sec", 4'294'967'295}, {"usec", 500'000}, {"now", 0}, {"waited", 0}}));
  expect_in_corpus("setitimer real value=4294967295s510ms\nalarm   0\n");
  EXPECT_EQ(findings.refutation("linux-4.19"), (Refutation{{"sec", 0}, {"usec", 1}, {"now", 0}, {"waited", 1}}));
  expect_in_corpus("until real-500ns\nalarm   0\n");
}

TEST(Alarm, OfATimerThatAlarmSetNeverReturns0) {
  const auto findings = prove<AlarmAlarm>([](const Way& w) {
    return Claim{w.in("seconds") > 0, w.out("seconds") > 0 && w.out("seconds") <= w.in("seconds")};
  });
  EXPECT_EQ(findings.fail_exactly_where(rounds_alarm_in_microseconds), "");
}

TEST(Alarm, IsWithinHalfASecondOfWhatRemainsIfThatIsASecondOrMore) {
  const auto findings = prove<AlarmShown>([](const Way& w) {
    const Term late = w.out("seconds") * kSecond - w.in("left");
    return Claim{w.in("left") >= kSecond && w.in("left") < (kWord - 1) * kSecond,
                 late <= kSecond / 2 && late > 0 - kSecond / 2};
  });
  EXPECT_TRUE(findings.hold());
}

// ALRM-1: alarm(alarm(0)) puts the timer off, again and again.
TEST(Alarm, SetAgainToWhatItReturnedCanBeLaterByAlmostASecond) {
  const auto later = prove<AlarmShown>([](const Way& w) {
    return Claim{w.in("left") > 0, w.out("seconds") * kSecond <= w.in("left")};
  });
  EXPECT_EQ(later.fail_exactly_where(everywhere), "");
  expect_in_corpus("setitimer real value=1500ms\nalarm   0\n");
  const auto by_less = prove<AlarmShown>([](const Way& w) {
    return Claim{w.in("left") > 0, w.out("seconds") * kSecond < w.in("left") + kSecond};
  });
  EXPECT_TRUE(by_less.hold());
}

TEST(Alarm, NeverGoesUpAsTimePassesBelow32Bits) {
  const auto same = [](const Way& a, const Way& b) { return a.in("left") >= b.in("left"); };
  const auto always = prove_of_two<AlarmShown>([&](const Way& a, const Way& b) {
    return Claim{same(a, b), a.out("seconds") >= b.out("seconds")};
  });
  EXPECT_EQ(always.fail_exactly_where(everywhere), "");
  const auto below = prove_of_two<AlarmShown>([&](const Way& a, const Way& b) {
    return Claim{same(a, b) && a.in("left") < (kWord - 1) * kSecond, a.out("seconds") >= b.out("seconds")};
  });
  EXPECT_EQ(below.fail_exactly_where(rounds_alarm_in_microseconds), "");
  EXPECT_EQ(below.refutation("linux-4.19"), (Refutation{{"left", 1}, {"left'", 0}}));
}

// C32-1: setitimer's old value has 32 bits with sign, alarm's argument 32 without.
TEST(Alarm, CannotBeRestoredByA32BitProgramsSetitimer) {
  const auto findings = prove<AlarmRestore>([](const Way& w) { return Claim{kAlways, w.out("restored_errno") == 0}; });
  EXPECT_EQ(findings.fail_exactly_where([](const Law& law) { return !native(law); }), "");
  EXPECT_EQ(findings.refutation("linux-6.15", Abi::compat32, true),
            (Refutation{{"seconds", 2'147'483'648}, {"now", 0}, {"waited", 0}}));
  expect_in_corpus("alarm   2147483658\nsetitimer real value=0 old\n");
}

}  // namespace
}  // namespace timerlaw::solver
