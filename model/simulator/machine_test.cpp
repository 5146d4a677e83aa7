// SPDX-License-Identifier: Apache-2.0
// The machine below the simulated kernel: time, brackets, CPUs that overlap.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

// What the calls of a sweep over the instants around an expiry on the other CPU showed.
template <class See>
void sweep_from_the_other_cpu(const std::vector<Step>& arm, const Step& look, const See& see) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const Step until{.op = Op::until, .value = {0, kMs - 1'000 + static_cast<std::int64_t>(seed % 3'000)}};
    std::vector<Step> steps = {cpu(1), until, look, pending(), take(kAllSignals, kS)};
    steps.insert(steps.begin(), arm.begin(), arm.end());
    see(run(steps, {seed, {0}, kNoMutant}));
  }
}

TEST(SimulatedMachine, TheSameArgumentsGiveTheSameTrace) {
  const std::vector<Step> steps = {create(0), settime(0, ns(kMs), ns(kUs)), sleep(3 * kMs), take(), gettime(0)};
  EXPECT_EQ(run(steps, {7, {300}, kNoMutant}), run(steps, {7, {300}, kNoMutant}));
  EXPECT_NE(run(steps, {7, {300}, kNoMutant}), run(steps, {8, {300}, kNoMutant}));
}

TEST(SimulatedMachine, ABracketIsAsWideAsAskedUnlessTheChildWaitsOrIsPreempted) {
  const Trace trace = run(std::vector<Step>(1'000, pending()), {1, {300}, kNoMutant});
  std::size_t wide = 0;
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    const Bracket bracket = trace.bracket(i, 0);
    EXPECT_GE((bracket.after - bracket.before).ns, 300);
    wide += (bracket.after - bracket.before).ns > 300 ? 1 : 0;
  }
  EXPECT_GT(wide, 0u);
  EXPECT_LT(wide, 100u);
}

TEST(SimulatedMachine, WithoutWidthTimeStandsStillBetweenWaits) {
  const Trace trace = run({pending(), create(0), gettime(0), sleep(kMs)});
  EXPECT_EQ(trace.readings[0], trace.readings[3]);
  EXPECT_LT(trace.readings[3], trace.readings[4]);
}

TEST(SimulatedMachine, ADueTimerUsuallyButNotAlwaysFiresBeforeSettimeReturns) {
  std::set<bool> fired;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Trace trace = run({create(0), settime_abs(0, ns(1)), pending()}, {seed, {300}, kNoMutant});
    fired.insert(trace.results[2].pending.has(kRtMin));
  }
  EXPECT_EQ(fired.size(), 2u);
}

TEST(SimulatedMachine, OnTheSameCpuAnItimerIsNeverSeenWithItsSignalPendingAndOneMicrosecond) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Trace trace =
        run({setitimer(us(1'000)),
             {.op = Op::until, .value = {0, kMs - 500 + static_cast<std::int64_t>(seed), Origin::literal}},
             pending(),
             getitimer()},
            {seed, {0}, kNoMutant});
    if (trace.results[2].pending.has(kSigAlrm)) {
      EXPECT_EQ(trace.results[3].frac, 0);
    }
  }
}

TEST(SimulatedMachine, FromTheOtherCpuAnItimerShowsOneMicrosecondThoughItsSignalIsPending) {
  bool seen = false;
  sweep_from_the_other_cpu({setitimer(us(1'000))}, getitimer(), [&](const Trace& trace) {
    seen = seen || (trace.results[3].frac == 1 && trace.results[4].pending.has(kSigAlrm) &&
                    trace.readings[3] >= trace.readings[0] + Nanos{kMs});
  });
  EXPECT_TRUE(seen);
}

TEST(SimulatedMachine, ASettimeThatMeetsTheCallbackReportsItsFirstLookAndLeavesAStaleSignal) {
  bool seen = false;
  sweep_from_the_other_cpu({create(0), settime(0, ns(kMs))}, settime(0, ns(10 * kS)), [&](const Trace& trace) {
    const StepResult& old = trace.results[4];
    if (nanos(old) == 1 && trace.results[5].pending.has(kRtMin)) {
      seen = true;
      EXPECT_EQ(trace.results[6].ret, -kEagain);
      EXPECT_LT(trace.readings[4], trace.readings[5]);
    }
  });
  EXPECT_TRUE(seen);
}

TEST(SimulatedMachine, SetitimerWaitsForTheCallbackAndLooksAgain) {
  bool waited = false;
  sweep_from_the_other_cpu({setitimer(us(1'000))}, setitimer(us(10'000'000)), [&](const Trace& trace) {
    if (trace.readings[3] < trace.readings[4]) {
      waited = true;
      EXPECT_EQ(trace.results[3].frac, 0);
      EXPECT_TRUE(trace.results[4].pending.has(kSigAlrm));
    }
  });
  EXPECT_TRUE(waited);
}

TEST(SimulatedMachine, AWaitWithoutEndHangs) {
  EXPECT_EQ(run({{.op = Op::take, .value = {std::int64_t{1} << 40, 0}}}).ending, Ending::hung);
}

TEST(SimulatedMachine, ManyTimersAndLongTracesAreNoBurden) {
  constexpr std::int32_t kTimers = 10'000;
  std::vector<Step> steps;
  for (std::int32_t i = 0; i < kTimers; ++i) {
    steps.push_back(create(i));
    steps.push_back(settime(i, ns(kMs + i), ns(kS)));
  }
  steps.push_back(sleep(100 * kMs));
  for (std::int32_t i = 0; i < kTimers; ++i) {
    steps.push_back(take());
    steps.push_back(gettime(i));
  }
  const Trace trace = run(std::move(steps));
  for (std::int32_t i = 0; i < kTimers; ++i) {
    ASSERT_EQ(trace.results[static_cast<std::size_t>(2 * (kTimers + i) + 1)].ret, kRtMin);
  }
}

TEST(SimulatedMachine, EveryMutantHasAKebabNameOfItsOwnAFamilyAndAText) {
  std::set<std::string_view> names;
  for (const Mutant& mutant : mutants()) {
    EXPECT_TRUE(names.insert(mutant.name).second) << mutant.name;
    EXPECT_TRUE(std::ranges::all_of(mutant.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    })) << mutant.name;
    EXPECT_FALSE(mutant.family.empty());
    EXPECT_FALSE(mutant.text.empty());
  }
}

TEST(SimulatedMachine, AMutantChangesWhatItsNameSays) {
  const std::vector<Step> steps = {create(0), settime(0, ns(kMs), ns(kMs)), sleep(10 * kMs + kMs / 2), take()};
  const auto overruns = [&](std::string_view name) {
    return run(steps, {1, {0}, mutant_named(name)}).results[3].info.b;
  };
  EXPECT_EQ(overruns("overrun-one-more"), 10);
  EXPECT_EQ(overruns("overrun-one-less"), 8);
  EXPECT_EQ(overruns("timer-info-without-overrun"), 0);
}

}  // namespace
}  // namespace timerlaw::simulated
