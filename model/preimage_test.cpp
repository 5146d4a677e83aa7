// SPDX-License-Identifier: Apache-2.0
// The rules run backward against the rules run forward on every number of small domains around every boundary.
#include "model/preimage.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "model/calls/alarm.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"

namespace timerlaw {
namespace {

std::string text(Range r) {
  return std::to_string(static_cast<long long>(r.lo)) + ".." + std::to_string(static_cast<long long>(r.hi));
}

enum class Hole : bool { no, yes };

// `rule(e, x, then)`. Each number of the domain has one result; the preimage of each result is the hull of the numbers
// that have it, and has no holes unless two branches far apart return the same value.
template <class Rule>
void expect_preimages(Range domain, const Rule& rule, Hole holes = Hole::no) {
  SCOPED_TRACE("domain " + text(domain));
  std::map<Wide, std::vector<Wide>> explained;
  for (Wide x = domain.lo; x <= domain.hi; ++x) {
    Concrete concrete;
    int results = 0;
    rule(concrete, x, [&](Wide result) {
      ++results;
      explained[result].push_back(x);
    });
    ASSERT_EQ(results, 1) << "guards overlap or leave a gap at " << static_cast<long long>(x);
  }
  std::map<Wide, Range> expected;
  for (const auto& [result, numbers] : explained) {
    for (const Wide near : {result - 1, result + 1}) {
      expected.try_emplace(near, kNothing);
    }
    expected[result] = {numbers.front(), numbers.back()};
    const bool whole = numbers.back() - numbers.front() + 1 == static_cast<Wide>(numbers.size());
    EXPECT_TRUE(whole || holes == Hole::yes) << "result " << static_cast<long long>(result);
  }
  for (const auto& one : expected) {
    const Wide result = one.first;  // clang 14 does not capture structured bindings
    const Range range = one.second;
    Preimage preimage(domain);
    rule(preimage, preimage.hidden(), [&](const Preimage::Num& shown) { preimage.observe(shown, result); });
    const Range found = preimage.found();
    EXPECT_TRUE(range.empty() ? found.empty() : found == range)
        << "result " << static_cast<long long>(result) << ": found " << text(found) << ", expected " << text(range);
  }
}

constexpr Range around(Wide x) {
  return {x - 2'500, x + 2'500};
}

TEST(Preimage, OfMicrosecondsIsTheThousandNanosecondsThatAreCutToThem) {
  for (const Wide x : {Wide{0}, kSecond, kTimeMax}) {
    expect_preimages(around(x), [](auto& e, const auto& ns, const auto& then) { ns_to_us(e, ns, then); });
  }
}

TEST(Preimage, OfWhatTimerGettimeShowsIsTheTimeToGo) {
  for (const bool none : {false, true}) {
    for (const Wide x : {Wide{0}, kSecond, kTimeMax}) {
      expect_preimages(around(x),
                       [&](auto& e, const auto& left, const auto& then) { posix_remaining(e, left, none, then); });
    }
  }
}

const auto kRealShown = [](auto& e, const auto& left, const auto& then) { real_shown(e, left, then); };

TEST(Preimage, OfWhatGetitimerShowsIsTheTimeToGo) {
  expect_preimages({-2'500, 0}, kRealShown);
  expect_preimages({1, 5'000}, kRealShown);
  expect_preimages(around(kSecond), kRealShown);
  expect_preimages(around(kTimeMax), kRealShown);
}

TEST(Preimage, OfOneMicrosecondHoldsTheOverdueAndTheNextMicrosecondAndSoWhatLiesBetween) {
  expect_preimages({-2'500, 5'000}, kRealShown, Hole::yes);
}

TEST(Preimage, OfWhatAlarmReturnsIsTheTimeToGoWhereverItIsRounded) {
  constexpr Wide kWord = Wide{1} << 32;
  for (const AlarmRound round : {AlarmRound::nanoseconds, AlarmRound::microseconds}) {
    Profile profile = *find_profile("linux-6.15");
    profile.alarm_round = round;
    const auto rule = [&](auto& e, const auto& left, const auto& then) { alarm_shown(e, profile, left, then); };
    // Half up, so that boundaries lie at half seconds; where microseconds are rounded, the first one reads 0.
    expect_preimages({-2'500, 5'000}, rule, round == AlarmRound::microseconds ? Hole::yes : Hole::no);
    for (const Wide seconds : {Wide{0}, Wide{1}, Wide{2}, kWord - 1, kWord, kWord + 1, 2 * kWord - 1, 2 * kWord}) {
      expect_preimages(around(seconds * kSecond + kSecond / 2), rule);
      if (seconds > 0) {
        expect_preimages(around(seconds * kSecond), rule);
      }
    }
    expect_preimages(around(kTimeMax), rule);
  }
}

TEST(Preimage, OfAnAlarmThatLostAWordHoldsTheOneThatLostNone) {
  Preimage preimage({0, (Wide{1} << 33) * kSecond});
  alarm_shown(preimage, *find_profile("linux-6.15"), preimage.hidden(),
              [&](const Preimage::Num& seconds) { preimage.observe(seconds, 5); });
  EXPECT_EQ(preimage.found().lo, 4 * kSecond + kSecond / 2);
  EXPECT_EQ(preimage.found().hi, ((Wide{1} << 32) + 5) * kSecond + kSecond / 2 - 1);
}

TEST(Preimage, OfAnOverrunCountIsTheNumberOfPeriodsUnlessItIsClamped) {
  const auto rule = [](auto& e, const auto& periods, const auto& then) {
    overrun_count(e, *find_profile("linux-6.15"), periods, then);
  };
  expect_preimages(around(0), rule);
  expect_preimages(around(kDelayTimerMax), rule);
}

// Exactly one branch of a rule is followed.
TEST(Guards, OfTimesExcludeOneAnotherAndLeaveNoGap) {
  for (const Wide units : {Wide{4}, kSecond}) {
    for (Wide sec = -3; sec <= 3; ++sec) {
      for (const Wide base : {Wide{0}, units}) {
        for (Wide frac = base - 3; frac <= base + 3; ++frac) {
          Concrete e;
          int results = 0;
          validate_time(e, sec, frac, units, [&](bool valid) {
            ++results;
            EXPECT_EQ(valid, sec >= 0 && frac >= 0 && frac < units);
          });
          EXPECT_EQ(results, 1);
        }
      }
    }
  }
  for (Wide sec = kSecondsMax - 3; sec <= kSecondsMax + 3; ++sec) {
    for (const Wide nsec : {Wide{0}, kSecond - 1}) {
      Concrete e;
      int results = 0;
      timespec_to_ns(e, sec, nsec, [&](Wide ns) {
        ++results;
        EXPECT_EQ(ns, sec < kSecondsMax ? sec * kSecond + nsec : kTimeMax);
      });
      EXPECT_EQ(results, 1);
    }
  }
}

TEST(Guards, OfForwardingExcludeOneAnotherAndLeaveNoGap) {
  for (Wide interval = 1; interval <= 5; ++interval) {
    for (Wide deadline = 0; deadline <= 12; ++deadline) {
      for (Wide now = 0; now <= 12; ++now) {
        Concrete e;
        int results = 0;
        forward(e, deadline, now, interval, [&](Wide next, Wide periods) {
          ++results;
          Wide point = deadline;
          Wide count = 0;
          for (; point <= now; point += interval) {
            ++count;
          }
          EXPECT_EQ(next, point);
          EXPECT_EQ(periods, count);
        });
        EXPECT_EQ(results, 1);
      }
    }
  }
}

// The oracle knows a deadline by those at both ends of the bracket.
TEST(DeadlineOfABracket, LiesBetweenTheDeadlinesOfItsEnds) {
  for (const Wide value : {Wide{1}, kTimeMax - 10, kTimeMax}) {
    Wide last = -1;
    for (Wide now = 0; now <= 20; ++now) {
      Concrete e;
      Wide deadline = -1;
      posix_deadline(e, false, false, now, value / kSecond, value % kSecond, [&](Wide ns) { deadline = ns; });
      EXPECT_GE(deadline, last);
      EXPECT_LE(deadline, kTimeMax);
      last = deadline;
    }
  }
}

}  // namespace
}  // namespace timerlaw
