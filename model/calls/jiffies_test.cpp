// SPDX-License-Identifier: Apache-2.0
#include "model/calls/jiffies.h"

#include <gtest/gtest.h>

#include "model/calls/cputime_jiffies.h"

namespace timerlaw {
namespace {

std::int64_t jiffies(std::int64_t sec, std::int64_t usec) {
  Concrete e;
  std::int64_t result = -1;
  timeval_to_jiffies(e, sec, usec, [&](Wide j) { result = static_cast<std::int64_t>(j); });
  return result;
}

std::int64_t due(std::int64_t now, std::int64_t count) {
  Concrete e;
  std::int64_t result = -1;
  real_due_jiffy(e, now, count, [&](Wide j) { result = static_cast<std::int64_t>(j); });
  return result;
}

std::int64_t count_from(std::int64_t count) {
  Concrete e;
  std::int64_t result = -1;
  cpu_count_jiffies(e, count, [&](Wide j) { result = static_cast<std::int64_t>(j); });
  return result;
}

constexpr std::int64_t kMost = 4'294'967'295;

TEST(Jiffies, AreRoundedUp) {
  EXPECT_EQ(jiffies(0, 0), 0);
  EXPECT_EQ(jiffies(0, 1), 1);
  EXPECT_EQ(jiffies(0, 10'000), 1);
  EXPECT_EQ(jiffies(0, 10'001), 2);
  EXPECT_EQ(jiffies(1, 15'000), 102);
}

TEST(Jiffies, TakeMicrosecondsOfASecondAndMore) {
  EXPECT_EQ(jiffies(0, 1'000'000), 100);
  EXPECT_EQ(jiffies(0, 2'500'001), 251);
}

TEST(Jiffies, WrapAround32BitsWhereFieldsAreNegative) {
  EXPECT_EQ(jiffies(0, -1), 0);      // 4294967295 + 9999 wraps to 9998
  EXPECT_EQ(jiffies(0, -9'999), 0);  // to 0
  EXPECT_EQ(jiffies(0, -10'000), 429'496);
  EXPECT_EQ(jiffies(-1, 0), kMost);
  EXPECT_EQ(jiffies(std::int64_t{1} << 32, 20'000), 2);
}

TEST(Jiffies, SaturateWhereTheSecondsDoNotFitAndWrapWhereTheSumDoesNot) {
  EXPECT_EQ(jiffies(42'949'672, 0), 4'294'967'200);
  EXPECT_EQ(jiffies(42'949'673, 0), kMost);
  EXPECT_EQ(jiffies(42'949'672, 950'000), kMost);
  EXPECT_EQ(jiffies(42'949'672, 950'001), 0);
}

TEST(Jiffies, OfADeadlineStopAtTheLast) {
  EXPECT_EQ(due(1'000, 5), 1'005);
  EXPECT_EQ(due(1'000, kMost - 1'000), kMost);
  EXPECT_EQ(due(1'000, kMost - 999), kMost);
}

TEST(Jiffies, OfCpuTimeAreOneMoreUnlessThatWrapsToOff) {
  EXPECT_EQ(count_from(0), 0);
  EXPECT_EQ(count_from(1), 2);
  EXPECT_EQ(count_from(kMost), 0);
}

TEST(Jiffies, OfCpuTimeCountDownAndBeginAgainWithTheInterval) {
  Concrete e;
  Wide value = 2;
  int fired = 0;
  for (int tick = 0; tick < 5; ++tick) {
    count_jiffies_down(e, value, Wide{3}, Wide{1}, [&](Wide next, bool fires) {
      value = next;
      fired += fires ? 1 : 0;
    });
  }
  EXPECT_EQ(fired, 2);
  EXPECT_EQ(static_cast<int>(value), 3);
}

TEST(Jiffies, AlarmRoundsUp) {
  Concrete e;
  const auto seconds = [&](std::int64_t left) {
    std::int64_t result = -1;
    alarm_from_jiffies(e, left, [&](Wide s) { result = static_cast<std::int64_t>(s); });
    return result;
  };
  EXPECT_EQ(seconds(0), 0);
  EXPECT_EQ(seconds(1), 1);
  EXPECT_EQ(seconds(100), 1);
  EXPECT_EQ(seconds(120), 2);
}

TEST(Jiffies, SetitimerLooksAtTheOldPointerBeforeTheTimersNumber) {
  EXPECT_EQ(check_setitimer_in_jiffies(99, Pointer::ok, Pointer::bad).error, kEfault);
  EXPECT_EQ(check_setitimer_in_jiffies(99, Pointer::ok, Pointer::null).error, kEinval);
  EXPECT_EQ(check_setitimer_in_jiffies(0, Pointer::null, Pointer::ok).error, 0);
}

TEST(CputimeJiffies, RoundUpAndRememberByHowMuch) {
  Concrete e;
  timeval_to_cputime(e, Wide{0}, Wide{25'000}, Wide{10'000'000}, [](Wide ns, Wide error) {
    EXPECT_EQ(static_cast<std::int64_t>(ns), 30'000'000);
    EXPECT_EQ(static_cast<std::int64_t>(error), 5'000'000);
  });
}

TEST(CputimeJiffies, GiveAJiffyBackWhenTheErrorsMakeOne) {
  Concrete e;
  Wide deadline = 0;
  Wide error = 4'000'000;
  std::vector<std::int64_t> deadlines;
  for (int i = 0; i < 4; ++i) {
    next_cputime_deadline(e, deadline, Wide{20'000'000}, error, Wide{4'000'000}, Wide{10'000'000},
                          [&](Wide next, Wide kept) {
                            deadline = next;
                            error = kept;
                          });
    deadlines.push_back(static_cast<std::int64_t>(deadline) / 10'000'000);
  }
  EXPECT_EQ(deadlines, (std::vector<std::int64_t>{2, 3, 5, 6}));
}

}  // namespace
}  // namespace timerlaw
