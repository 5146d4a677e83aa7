// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

Step create_for(std::int32_t slot, Signo signo, Party party) {
  Step step = create(slot, signo, ClockId::monotonic, 4);
  step.tid = party_tid(party);
  return step;
}

TEST(SimulatedThreads, EachHasAThreadIdOfItsOwnInOneProcess) {
  const Trace trace = run({thread(1), thread(2), by(2, pending())});
  ASSERT_EQ(trace.parties.size(), 2u);
  EXPECT_EQ(trace.parties[0].pid, trace.pid);
  EXPECT_EQ(trace.parties[1].pid, trace.pid);
  EXPECT_NE(trace.parties[0].tid, trace.parties[1].tid);
  EXPECT_EQ(trace.ending, Ending::done);
}

TEST(SimulatedThreads, ASignalForAThreadIsHandledInThatThread) {
  const Trace trace = run({handler(kRtMin), thread(1), thread(2), kill_party(kRtMin, 2, true), by(1, window(kRtMin)),
                           by(2, window(kRtMin)), window(kRtMin)});
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 2);
  EXPECT_EQ(trace.deliveries[0].info.code, kSiTkill);
  EXPECT_EQ(trace.results[5].deliveries, 1u);
}

TEST(SimulatedThreads, ASignalForTheProcessGoesToTheThreadThatDoesNotBlockIt) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Trace trace =
        run({handler(kRtMin), thread(1), by(1, unmask(kRtMin)), kill(kRtMin), by(1, pending())}, {.seed = seed});
    ASSERT_EQ(trace.deliveries.size(), 1u);
    EXPECT_EQ(trace.deliveries[0].party, 1);
  }
}

TEST(SimulatedThreads, AParkedThreadRunsItsHandlerAtAMomentOfItsOwn) {
  std::set<std::size_t> steps;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = run(
        {handler(kRtMin), thread(1), by(1, unmask(kRtMin)), kill(kRtMin), sleep(5'000), sleep(5'000), by(1, pending())},
        {.seed = seed});
    for (std::size_t i = 0; i < trace.results.size(); ++i) {
      if (trace.results[i].deliveries > 0) {
        steps.insert(i);
      }
    }
  }
  EXPECT_GE(steps.size(), 3u);
}

TEST(SimulatedThreads, ATimerSignalsTheThreadItNames) {
  const Trace trace = run({thread(1), create_for(0, kRtMin, 1), settime(0, ns(kMs)), take(only(kRtMin), 20 * kMs),
                           by(1, take(only(kRtMin), kS))});
  EXPECT_EQ(trace.results[3].ret, -kEagain);
  EXPECT_EQ(trace.results[4].ret, kRtMin);
}

TEST(SimulatedThreads, ATimerWhoseThreadIsGoneStopsAndCountsDown) {
  for (const char* profile : {"linux-6.12", "linux-6.15", "linux-7.2"}) {
    const Trace trace =
        run_under(*find_profile(profile), {thread(1), create_for(0, kRtMin, 1), settime(0, ns(kMs), ns(10 * kMs)),
                                           by(1, exits()), sleep(25 * kMs), pending(), gettime(0), settime(0, {})});
    EXPECT_TRUE(trace.results[5].pending.empty());
    EXPECT_GT(nanos(trace.results[6]), 0);
    EXPECT_LE(nanos(trace.results[6]), 10 * kMs);
    EXPECT_EQ(trace.results[7].ret, 0);
  }
}

TEST(SimulatedThreads, WhatIsQueuedForAThreadGoesWithIt) {
  const Trace trace = run({thread(1), create_for(0, kRtMin, 1), settime(0, ns(kMs), ns(10 * kMs)), sleep(2 * kMs),
                           by(1, exits()), sleep(20 * kMs), gettime(0)});
  EXPECT_GT(nanos(trace.results[6]), 0);
}

TEST(SimulatedThreads, OnlyLiveThreadsOfTheProcessCanBeNamed) {
  EXPECT_EQ(last({thread(1), by(1, exits()), create_for(0, kRtMin, 1)}).ret, -kEinval);
  EXPECT_EQ(last({thread(1), exits(), by(1, create_for(0, kRtMin, 0))}).ret, 0);
  EXPECT_EQ(last({fork(1), by(1, create_for(0, kRtMin, 0))}).ret, -kEinval);
  EXPECT_EQ(last({thread(1), by(1, exits()), kill_party(kRtMin, 1, true)}).ret, -kEsrch);
}

TEST(SimulatedThreads, TheRestGoesOnWhenTheLeaderEnds) {
  const Trace trace =
      run({create(0), thread(1), exits(), by(1, settime(0, ns(kMs))), by(1, take(only(kRtMin), kS)), by(1, exits())});
  EXPECT_EQ(trace.ending, Ending::done);
  EXPECT_EQ(trace.results[4].ret, kRtMin);
}

TEST(SimulatedThreads, WhetherAnItimersSignalIsIgnoredIsForTheLeadersMaskToSay) {
  const std::vector<Step> starved = {ignore(kSigAlrm), thread(1), unmask(kSigAlrm), setitimer(us(1'000)),
                                     by(1, take(only(kSigAlrm), 10 * kMs))};
  EXPECT_EQ(last(starved).ret, -kEagain);
  const std::vector<Step> fed = {ignore(kSigAlrm), thread(1), setitimer(us(1'000)),
                                 by(1, take(only(kSigAlrm), 10 * kMs))};
  EXPECT_EQ(last(fed).ret, kSigAlrm);
}

TEST(SimulatedThreads, ABusyThreadIsPreferredFrom64) {
  const std::vector<Step> steps = {handler(kRtMin),
                                   create(0),
                                   thread(1),
                                   by(1, unmask(kRtMin)),
                                   unmask(kRtMin),
                                   settime(0, ns(kMs)),
                                   by(1, {.op = Op::until, .value = {0, 2 * kMs, Origin::literal}})};
  const auto parties = [&](const char* profile) {
    std::set<int> seen;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      for (const Delivery& delivery : run_under(*find_profile(profile), steps, {.seed = seed}).deliveries) {
        seen.insert(delivery.party);
      }
    }
    return seen;
  };
  EXPECT_EQ(parties("linux-6.1"), std::set<int>{0});
  EXPECT_TRUE(parties("linux-6.12").contains(1));
}

TEST(SimulatedThreads, AThreadThatWaitsForASignalTakesItFromThoseThatBlockIt) {
  EXPECT_EQ(last({thread(1), create(0), settime(0, ns(kMs)), by(1, take(only(kRtMin), kS))}).ret, kRtMin);
}

TEST(SimulatedThreads, ADeadlySignalEndsThemAll) {
  const Trace trace = run({thread(1), by(1, unmask(kUsr1)), kill(kUsr1), pending()});
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kUsr1);
}

TEST(SimulatedThreads, TheSameArgumentsGiveTheSameTrace) {
  const std::vector<Step> steps = {
      handler(kRtMin),      thread(1), by(1, unmask(kRtMin)), create(0), settime(0, ns(kMs), ns(kMs)), sleep(20 * kMs),
      by(1, sleep(5 * kMs))};
  EXPECT_EQ(run(steps, {.seed = 3}), run(steps, {.seed = 3}));
  EXPECT_GT(run(steps, {.seed = 3}).deliveries.size(), 5u);
}

}  // namespace
}  // namespace timerlaw::simulated
