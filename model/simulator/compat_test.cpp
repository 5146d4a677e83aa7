// SPDX-License-Identifier: Apache-2.0
// The 32-bit calls.
#include <gtest/gtest.h>

#include <limits>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

constexpr std::int64_t kWord = std::int64_t{1} << 32;

Trace run_compat(std::vector<Step> steps, const char* profile = "linux-6.15") {
  TargetFacts facts;
  facts.abi = "i386";
  facts.cpus = 2;
  return simulate({Child::fresh, std::move(steps)}, *find_profile(profile), facts, {.bracket_width = {0}});
}
Step narrow(Step step) {
  step.time32 = true;
  return step;
}

TEST(SimulatedCompat, NarrowCallsShowTheLowHalfOfTheSeconds) {
  const Trace trace = run_compat({create(0), settime(0, {kWord + 5, 0}), narrow(gettime(0)), gettime(0)});
  EXPECT_EQ(trace.results[2].sec, 5);
  EXPECT_EQ(trace.results[3].sec, kWord + 5);
}

TEST(SimulatedCompat, NarrowCallsTakeTheLowHalfOfWhatIsWritten) {
  const Trace trace =
      run_compat({create(0), narrow(settime(0, {kWord + 5, kWord})), gettime(0), narrow(settime(0, {kWord - 1, 0}))});
  EXPECT_EQ(nanos(trace.results[2]), 5 * kS);
  EXPECT_EQ(trace.results[3].ret, -kEinval);
}

TEST(SimulatedCompat, TheUpperHalfOfNanosecondsIsIgnored) {
  EXPECT_EQ(nanos(run_compat({create(0), settime(0, {5, kWord + 3}), gettime(0)}).results[2]), 5 * kS + 3);
}

TEST(SimulatedCompat, AnAlarmOfAnyLengthIsShownTruncated) {
  const Trace trace = run_compat({alarm(std::numeric_limits<std::uint32_t>::max()), getitimer(), alarm(0)});
  EXPECT_EQ(trace.results[1].sec, -1);
  EXPECT_EQ(trace.results[2].ret, kWord - 1);
}

TEST(SimulatedCompat, ValuesAre32BitsWide) {
  const Trace trace = run_compat({create(0), settime(0, ns(kMs)), take(kAllSignals, kS)});
  EXPECT_EQ(trace.results[2].info.value, 0x5566'7788u);
}

TEST(SimulatedCompat, NothingLeaksBehindTheValue) {
  const Trace trace =
      run_compat({create(0), settime(0, ns(kMs), ns(kMs)), sleep(2 * kMs), remove(0), take()}, "linux-6.12");
  EXPECT_EQ(trace.results[4].ret, kRtMin);
  EXPECT_EQ(trace.results[4].info.extra, 0u);
}

}  // namespace
}  // namespace timerlaw::simulated
