// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cpu_itimer.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr Nanos kTick{4 * kMs};
constexpr Faults kNone{kNoMutant};

// A timer whose clock grows by a tick at a time.
struct Ticking {
  explicit Ticking(std::string_view name, Nanos tick = kTick) : profile(*find_profile(name)), length(tick) {}
  void set(TimeArg value, TimeArg interval = {}) { timer.set(profile, kNone, length, now, value, interval); }
  // At which of the next ticks it fires.
  std::vector<int> fires(int ticks) {
    std::vector<int> at;
    for (int i = 1; i <= ticks; ++i) {
      now += length.ns;
      if (timer.tick(profile, kNone, length, now)) {
        at.push_back(i);
      }
    }
    return at;
  }
  std::int64_t value(bool old_value = false) const {
    return static_cast<std::int64_t>(timer.shown(profile, kNone, length, now, old_value).value);
  }
  std::int64_t interval() const {
    return static_cast<std::int64_t>(timer.shown(profile, kNone, length, now, false).interval);
  }

  const Profile& profile;
  Nanos length;
  Wide now = 40 * kMs;
  CpuItimer timer;
};

TEST(SimulatedCpuItimer, IsDueATickLaterThanAsked) {
  Ticking t("linux-6.15");
  t.set(us(3'000'000));
  EXPECT_EQ(t.value(), 3'004'000);
}

TEST(SimulatedCpuItimer, KeepsItsIntervalWhenItIsSetToZero) {
  Ticking t("linux-6.15");
  t.set(us(0), us(5'000'000));
  EXPECT_EQ(t.value(), 0);
  EXPECT_EQ(t.interval(), 5'000'000);
  EXPECT_TRUE(t.fires(10).empty());
}

TEST(SimulatedCpuItimer, OfAMicrosecondFiresAfterTwoTicks) {
  Ticking t("linux-6.15");
  t.set(us(1));
  EXPECT_EQ(t.fires(10), (std::vector<int>{2}));
}

TEST(SimulatedCpuItimer, OfLessThanATickFiresOncePerTickAndLags) {
  Ticking t("linux-6.15");
  t.set(us(4'000), us(1'000));
  EXPECT_EQ(t.fires(5), (std::vector<int>{2, 3, 4, 5}));
  EXPECT_EQ(t.value(), 4'000);
  EXPECT_EQ(t.value(true), 4'000);
}

TEST(SimulatedCpuItimer, AtItsDeadlineShowsZeroBefore73AndATickFromThenOn) {
  for (const auto& [name, shown] : {std::pair{"linux-7.2", 0}, std::pair{"linux-7.3", 4'000}}) {
    Ticking t(name);
    t.set(us(4'000), us(4'000));
    t.now += 2 * kTick.ns;
    EXPECT_EQ(t.value(), shown);
    EXPECT_EQ(t.value(true), 4'000);
  }
}

TEST(SimulatedCpuItimer, SaturatesFrom510OnAndWrapsBefore) {
  Ticking saturating("linux-5.10");
  saturating.set(us(0), {9'223'372'036, 0});
  EXPECT_EQ(saturating.interval(), 9'223'372'036'854'775);
  Ticking wrapping("linux-4.11");
  wrapping.set(us(0), {18'446'744'074, 0});
  EXPECT_EQ(wrapping.interval(), 290'448);
}

TEST(SimulatedCpuItimer, InJiffiesRoundsUp) {
  Ticking t("linux-4.10", {10 * kMs});
  t.set(us(25'000), us(14'000));
  EXPECT_EQ(t.value(), 40'000);
  EXPECT_EQ(t.interval(), 20'000);
}

TEST(SimulatedCpuItimer, InJiffiesGivesRoundingBack) {
  Ticking t("linux-4.10", {10 * kMs});
  t.set(us(20'000), us(14'000));
  EXPECT_EQ(t.fires(12), (std::vector<int>{3, 5, 6, 8, 9, 10, 12}));
}

TEST(SimulatedCpuLimit, SendsSigxcpuEachSecondFromTheSoftLimitOnAndKillsAtTheHardOne) {
  CpuLimit limit{1, 3};
  EXPECT_EQ(limit.tick(kNone, kS - 1), 0);
  EXPECT_EQ(limit.tick(kNone, kS), kSigXcpu);
  EXPECT_EQ(limit.tick(kNone, kS + kTick.ns), 0);
  EXPECT_EQ(limit.soft, 2);
  EXPECT_EQ(limit.tick(kNone, 2 * kS), kSigXcpu);
  EXPECT_EQ(limit.tick(kNone, 3 * kS), kSigKill);
}

}  // namespace
}  // namespace timerlaw::simulated
