// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/claims_for_test.h"
#include "generators/solver/lemma_formulas.h"

namespace timerlaw::solver {
namespace {

using namespace arithmetic;

bool shows_more_than_it_can(const Law& law) {
  return !(native(law) && counts_cputime_in_jiffies(law));
}

TEST(Shown, WhatWasSetIsReadBackBelowSaturation) {
  const auto real = prove<SetitimerGetitimerReal>([](const Way& w) {
    return Claim{written_timeval(w) && w.in("sec") < kSecondsMax && w.in("waited") == 0 &&
                     us_in(w) * kMicrosecond + w.in("now") <= kTimeMax,
                 w.out("errno") == 0 && w.out("sec") == w.in("sec") && w.out("usec") == w.in("usec")};
  });
  EXPECT_TRUE(real.hold());
  const auto posix = prove<SettimeGettime<Setting::relative>>([](const Way& w) {
    return Claim{
        written_timespec(w) && w.in("sec") < kSecondsMax && w.in("waited") == 0 && ns_in(w) + w.in("now") <= kTimeMax,
        w.out("errno") == 0 && w.out("sec") == w.in("sec") && w.out("nsec") == w.in("nsec")};
  });
  EXPECT_TRUE(posix.hold());
}

// CPU-10 against CONV-3: only a clock that counts CPU time does not take its reading from what is set.
TEST(Shown, OfCpuTimeWhatWasSetIsReadBackWhateverTheClockReads) {
  const auto cpu = prove<SettimeGettime<Setting::cpu_time>>([](const Way& w) {
    return Claim{written_timespec(w) && w.in("burnt") == 0 && w.in("sec") < kSecondsMax,
                 w.out("errno") == 0 && w.out("sec") == w.in("sec") && w.out("nsec") == w.in("nsec")};
  });
  EXPECT_TRUE(cpu.hold());
  const auto monotonic = prove<SettimeGettime<Setting::relative>>([](const Way& w) {
    return Claim{written_timespec(w) && w.in("waited") == 0 && w.in("sec") < kSecondsMax, ns_out(w) == ns_in(w)};
  });
  EXPECT_EQ(monotonic.fail_exactly_where([](const Law& law) { return !law.time32; }), "");
}

TEST(Shown, NoMoreRemainsThanWasSet) {
  const auto real = prove<SetitimerGetitimerReal>([](const Way& w) {
    return Claim{written_timeval(w) && w.in("sec") < kSecondsMax, us_out(w) <= us_in(w) && us_out(w) >= 0};
  });
  EXPECT_TRUE(real.hold());
  const auto relative = prove<SettimeGettime<Setting::relative>>([](const Way& w) {
    return Claim{written_timespec(w) && w.in("sec") < kSecondsMax, ns_out(w) <= ns_in(w) && ns_out(w) >= 0};
  });
  EXPECT_TRUE(relative.hold());
  const auto cpu = prove<SettimeGettime<Setting::cpu_time>>([](const Way& w) {
    return Claim{written_timespec(w) && w.in("sec") < kSecondsMax, ns_out(w) <= ns_in(w) && ns_out(w) >= 0};
  });
  EXPECT_TRUE(cpu.hold());
  const auto absolute = prove<SettimeGettime<Setting::absolute>>([](const Way& w) {
    return Claim{written_timespec(w) && w.in("sec") < kSecondsMax && ns_in(w) > w.in("now") + w.in("waited"),
                 ns_out(w) == ns_in(w) - w.in("now") - w.in("waited")};
  });
  EXPECT_TRUE(absolute.hold());
}

// A timespec is shown for what KTIME_MAX is, which is more than some that saturate.
TEST(Shown, MoreCanRemainThanWasSetWhereItSaturates) {
  const auto findings = prove<SettimeGettime<Setting::cpu_time>>([](const Way& w) {
    return Claim{written_timespec(w), ns_out(w) <= ns_in(w)};
  });
  EXPECT_EQ(findings.fail_exactly_where([](const Law& law) { return !law.time32; }), "");
  EXPECT_EQ(findings.refutation("linux-6.15"),
            (Refutation{{"sec", 9'223'372'036}, {"nsec", 0}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("settime t0 rel value=9223372036s\n");
}

TEST(Shown, OfCpuTimeNoMoreRemainsThanWasSetAndATick) {
  const auto by_a_tick = prove<SetitimerGetitimerProf>([](const Way& w) {
    return Claim{written_timeval(w) && w.in("sec") < kSecondsMax, us_out(w) <= us_in(w) + w.law().tick / kMicrosecond};
  });
  EXPECT_EQ(by_a_tick.fail_exactly_where(counts_cputime_in_jiffies), "");
  EXPECT_EQ(by_a_tick.refutation("linux-2.6.39"), (Refutation{{"sec", 0}, {"usec", 1}, {"now", 0}, {"burnt", 0}}));
  const auto by_two = prove<SetitimerGetitimerProf>([](const Way& w) {
    return Claim{written_timeval(w) && w.in("sec") < kSecondsMax,
                 us_out(w) < us_in(w) + 2 * w.law().tick / kMicrosecond};
  });
  EXPECT_TRUE(by_two.hold());
}

// ITC-2 against ITC-1, ITC-5: the tick does not fit any more, in 64 bits or in the seconds of a 32-bit program.
TEST(Shown, OfCpuTimeLessThanNothingCanRemain) {
  const auto findings = prove<SetitimerGetitimerProf>([](const Way& w) {
    return Claim{written_timeval(w), w.out("sec") >= 0};
  });
  EXPECT_EQ(findings.fail_exactly_where(shows_more_than_it_can), "");
  EXPECT_EQ(findings.refutation("linux-6.15"),
            (Refutation{{"sec", 9'223'372'036}, {"usec", 0}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("setitimer prof value=9223372036s\ngetitimer prof\n");
  EXPECT_EQ(findings.refutation("linux-4.19"),
            (Refutation{{"sec", 9'223'372'036}, {"usec", 850'776}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("setitimer prof value=9223372036s850ms776us\ngetitimer prof\n");
  EXPECT_EQ(findings.refutation("linux-6.15", Abi::compat32, true),
            (Refutation{{"sec", 2'147'483'647}, {"usec", 996'000}, {"now", 0}, {"burnt", 0}}));
  expect_in_corpus("setitimer prof value=2147483647s996ms\ngetitimer prof\n");
}

TEST(Shown, OfAPosixTimerNeverGoesUpAsTimePasses) {
  const auto relative = prove_of_two<SettimeGettime<Setting::relative>>([](const Way& a, const Way& b) {
    return Claim{a.in("sec") == b.in("sec") && a.in("nsec") == b.in("nsec") && a.in("now") == b.in("now") &&
                     a.in("waited") <= b.in("waited"),
                 ns_out(a) >= ns_out(b)};
  });
  EXPECT_TRUE(relative.hold());
}

// ITR-3, ITR-4: what is less than a microsecond is shown as nothing, what is due as one.
TEST(Shown, OfTheRealTimerGoesUpFromNothingToAMicrosecondAsTimePasses) {
  const auto same = [](const Way& a, const Way& b) {
    return a.in("sec") == b.in("sec") && a.in("usec") == b.in("usec") && a.in("now") == b.in("now") &&
           a.in("waited") <= b.in("waited");
  };
  const auto never = prove_of_two<SetitimerGetitimerReal>([&](const Way& a, const Way& b) {
    return Claim{same(a, b), us_out(a) >= us_out(b)};
  });
  EXPECT_EQ(never.fail_exactly_where(everywhere), "");
  EXPECT_EQ(never.refutation("linux-6.15"), (Refutation{{"sec", 0},
                                                        {"usec", 1},
                                                        {"now", 0},
                                                        {"waited", 1},
                                                        {"sec'", 0},
                                                        {"usec'", 1},
                                                        {"now'", 0},
                                                        {"waited'", 1'000}}));
  expect_in_corpus("until real-500ns\ngetitimer real\n");
  const auto above = prove_of_two<SetitimerGetitimerReal>([&](const Way& a, const Way& b) {
    return Claim{same(a, b) && us_out(a) >= 1, us_out(a) >= us_out(b)};
  });
  EXPECT_TRUE(above.hold());
}

// ITC-3: past its deadline it shows a tick.
TEST(Shown, OfCpuTimeGoesUpToATickAsTimePasses) {
  const auto never = prove_of_two<SetitimerGetitimerProf>([&](const Way& a, const Way& b) {
    return Claim{a.in("sec") == b.in("sec") && a.in("usec") == b.in("usec") && a.in("now") == b.in("now") &&
                     a.in("burnt") <= b.in("burnt"),
                 us_out(a) >= us_out(b)};
  });
  EXPECT_EQ(never.fail_exactly_where(everywhere), "");
  expect_in_corpus("setitimer prof value=1us\nburn 3ms\ngetitimer prof\n");
}

}  // namespace
}  // namespace timerlaw::solver
