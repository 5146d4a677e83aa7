// SPDX-License-Identifier: Apache-2.0
// The delivery engine as a table: what becomes of a timer and its signal.
#include "model/calls/timer_signal.h"

#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <vector>

namespace timerlaw {

void PrintTo(const TimerSignal& s, std::ostream* out) {
  constexpr const char* kStatus[] = {"disarmed", "armed", "pending"};
  constexpr const char* kEntry[] = {"none", "queued", "queued_stale", "parked", "parked_stale"};
  *out << kStatus[static_cast<int>(s.status)] << ' ' << kEntry[static_cast<int>(s.entry)]
       << (s.periodic_when_queued ? " periodic" : " one-shot");
}

namespace {

using enum TimerStatus;
using enum Entry;

constexpr TimerSignal state(TimerStatus status, Entry entry, bool periodic = false) {
  return {status, entry, periodic};
}
const Profile& modern() {
  return *find_profile("linux-6.15");
}
const Profile& classic() {
  return *find_profile("linux-6.12");
}
constexpr bool kOneShot = false;
constexpr bool kPeriodic = true;

TEST(TimerSignal, HasANumberOfItsOwn) {
  std::set<int> numbers;
  for (int i = 0; i < kTimerSignals; ++i) {
    EXPECT_EQ(index_of(timer_signal_at(i)), i);
    numbers.insert(index_of(timer_signal_at(i)));
  }
  EXPECT_EQ(numbers.size(), static_cast<std::size_t>(kTimerSignals));
}

TEST(Expiry, QueuesTheSignalAndLeavesAPeriodicTimerWaitingForIt) {
  EXPECT_EQ(expired(modern(), state(armed, none), kOneShot, false, false), state(disarmed, queued, kOneShot));
  EXPECT_EQ(expired(modern(), state(armed, none), kPeriodic, false, false), state(pending, queued, kPeriodic));
}

TEST(Expiry, MakesAStaleEntryValidAgainAtItsPlace) {
  EXPECT_EQ(expired(modern(), state(armed, queued_stale), kOneShot, false, false), state(disarmed, queued, kOneShot));
  EXPECT_EQ(expired(modern(), state(armed, queued_stale, kOneShot), kPeriodic, false, false),
            state(pending, queued, kPeriodic));
  // Whatever is in a queue already is not thrown away by the disposition.
  EXPECT_EQ(expired(modern(), state(armed, queued_stale), kPeriodic, true, false), state(pending, queued, kPeriodic));
}

TEST(Expiry, ParksAPeriodicTimerWhoseSignalIsIgnoredAndEndsAOneShot) {
  EXPECT_EQ(expired(modern(), state(armed, none), kPeriodic, true, false), state(pending, parked, kPeriodic));
  EXPECT_EQ(expired(modern(), state(armed, none), kOneShot, true, false), state(disarmed, none, kOneShot));
  EXPECT_EQ(expired(modern(), state(armed, parked_stale, kPeriodic), kPeriodic, true, false),
            state(pending, parked, kPeriodic));
  EXPECT_EQ(expired(modern(), state(armed, parked_stale, kPeriodic), kOneShot, true, false),
            state(disarmed, none, kOneShot));
}

TEST(Expiry, QueuesAParkedEntryOnceItIsIgnoredNoLonger) {
  EXPECT_EQ(expired(modern(), state(armed, parked_stale, kPeriodic), kOneShot, false, false),
            state(disarmed, queued, kOneShot));
}

TEST(Dequeuing, DeliversAValidEntryAndRearmsAPeriodicTimer) {
  EXPECT_EQ(dequeued(state(pending, queued, kPeriodic), kPeriodic), state(armed, none, kPeriodic));
  EXPECT_EQ(dequeued(state(disarmed, queued), kOneShot), state(disarmed, none));
}

TEST(Dequeuing, DropsAStaleEntryAndTouchesNothingElse) {
  EXPECT_EQ(dequeued(state(armed, queued_stale, kPeriodic), kPeriodic), state(armed, none, kPeriodic));
  EXPECT_EQ(dequeued(state(disarmed, queued_stale), kOneShot), state(disarmed, none));
}

TEST(SettingAgain, MakesWhatIsQueuedOrParkedStale) {
  for (const bool arm : {false, true}) {
    const TimerStatus next = arm ? armed : disarmed;
    EXPECT_EQ(set_again(state(pending, queued, kPeriodic), arm), state(next, queued_stale, kPeriodic));
    EXPECT_EQ(set_again(state(pending, parked, kPeriodic), arm), state(next, parked_stale, kPeriodic));
    EXPECT_EQ(set_again(state(armed, queued_stale), arm), state(next, queued_stale));
    EXPECT_EQ(set_again(state(armed, parked_stale), arm), state(next, parked_stale));
    EXPECT_EQ(set_again(state(armed, none), arm), state(next, none));
  }
}

TEST(Deleting, LeavesATombstoneInTheQueueAndNothingElsewhere) {
  EXPECT_EQ(deleted(state(pending, queued, kPeriodic)), state(disarmed, queued_stale));
  EXPECT_EQ(deleted(state(armed, queued_stale, kPeriodic)), state(disarmed, queued_stale));
  EXPECT_EQ(deleted(state(pending, parked, kPeriodic)), state(disarmed, none));
  EXPECT_EQ(deleted(state(armed, parked_stale, kPeriodic)), state(disarmed, none));
  EXPECT_EQ(deleted(state(armed, none)), state(disarmed, none));
}

TEST(Flushing, ParksALivePeriodicTimersEntryAndDropsAllOthers) {
  EXPECT_EQ(flushed(modern(), state(pending, queued, kPeriodic), true), state(pending, parked, kPeriodic));
  EXPECT_EQ(flushed(modern(), state(armed, queued_stale, kPeriodic), true), state(armed, parked_stale, kPeriodic));
  EXPECT_EQ(flushed(modern(), state(disarmed, queued, kOneShot), true), state(disarmed, none, kOneShot));
  EXPECT_EQ(flushed(modern(), state(disarmed, queued_stale, kPeriodic), false), state(disarmed, none, kPeriodic));
  EXPECT_EQ(flushed(modern(), state(pending, parked, kPeriodic), true), state(pending, parked, kPeriodic));
  EXPECT_EQ(flushed(modern(), state(armed, none), true), state(armed, none));
}

TEST(Unignoring, QueuesWhatIsParked) {
  EXPECT_EQ(unignored(state(pending, parked, kPeriodic)), state(pending, queued, kPeriodic));
  EXPECT_EQ(unignored(state(armed, parked_stale, kPeriodic)), state(armed, queued_stale, kPeriodic));
  EXPECT_EQ(unignored(state(armed, none)), state(armed, none));
  EXPECT_EQ(unignored(state(pending, queued, kPeriodic)), state(pending, queued, kPeriodic));
}

TEST(ClassicTimerSignal, RearmsItselfWhileItIsIgnored) {
  EXPECT_EQ(expired(classic(), state(armed, none), kPeriodic, true, false), state(armed, none, kPeriodic));
  EXPECT_EQ(expired(classic(), state(armed, queued_stale), kPeriodic, true, false),
            state(armed, queued_stale, kPeriodic));
  EXPECT_EQ(expired(classic(), state(armed, none), kOneShot, true, false), state(disarmed, none, kOneShot));
}

TEST(ClassicTimerSignal, IsDeadAfterItsEntryWasFlushed) {
  EXPECT_EQ(flushed(classic(), state(pending, queued, kPeriodic), true), state(pending, none, kPeriodic));
}

TEST(ClassicTimerSignal, DeliversAStaleEntryAndTheModernOneDropsIt) {
  EXPECT_TRUE(delivers(classic(), queued_stale));
  EXPECT_FALSE(delivers(modern(), queued_stale));
  EXPECT_TRUE(delivers(modern(), queued));
  EXPECT_FALSE(delivers(classic(), none));
}

TEST(TimerSignal, OfAThreadThatHasExitedVanishesAndStaysPending) {
  EXPECT_EQ(expired(modern(), state(armed, none), kPeriodic, false, true), state(pending, none, kPeriodic));
  EXPECT_EQ(target_exited(state(pending, queued, kPeriodic)), state(pending, none, kPeriodic));
  EXPECT_EQ(target_exited(state(pending, parked, kPeriodic)), state(pending, parked, kPeriodic));
}

// An armed timer never has a valid entry: the oracle and the simulated kernel rely on it.
void expect_never_armed_with_a_valid_entry(const Profile& profile) {
  std::set<int> reached{index_of(state(disarmed, none))};
  for (std::set<int> fresh = reached; !fresh.empty();) {
    std::set<int> next;
    for (const int i : fresh) {
      const TimerSignal s = timer_signal_at(i);
      std::vector<TimerSignal> after{set_again(s, true),        set_again(s, false),        deleted(s),
                                     flushed(profile, s, true), flushed(profile, s, false), unignored(s)};
      for (const bool periodic : {false, true}) {
        if (s.entry != queued || periodic == s.periodic_when_queued) {
          after.push_back(dequeued(s, periodic));
        }
        if (s.status == armed) {
          after.push_back(expired(profile, s, periodic, false, false));
          after.push_back(expired(profile, s, periodic, true, false));
        }
      }
      for (const TimerSignal& a : after) {
        EXPECT_FALSE(a.status == armed && (a.entry == queued || a.entry == parked)) << testing::PrintToString(s);
        if (reached.insert(index_of(a)).second) {
          next.insert(index_of(a));
        }
      }
    }
    fresh = std::move(next);
  }
}

TEST(TimerSignal, IsNeverArmedWithAValidEntry) {
  expect_never_armed_with_a_valid_entry(modern());
  expect_never_armed_with_a_valid_entry(classic());
}

}  // namespace
}  // namespace timerlaw
