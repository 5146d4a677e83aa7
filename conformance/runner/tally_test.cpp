// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/tally.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace timerlaw::runner {
namespace {

TEST(Tally, CountsProgramsStepsAndRules) {
  Record accepted;
  accepted.steps = {3, 1, 0, 0, 0, 0};
  accepted.exercised = {"ITR-3"};
  accepted.late = {2000};
  Record diverged;
  diverged.verdict = Verdict::diverged;
  diverged.steps = {2, 0, 0, 0, 0, 1};
  diverged.diverged = {"ITR-3", "REM-4"};
  Record refused;
  refused.fate = Fate::refused;
  refused.reason = "too_long";
  Tally tally;
  tally.add(accepted);
  tally.add(diverged);
  tally.add(refused);
  EXPECT_EQ(tally.programs, 3u);
  EXPECT_EQ(tally.judged, 2u);
  EXPECT_EQ(tally.refused, 1u);
  EXPECT_EQ(tally.judged_steps(), 7u);
  EXPECT_EQ(tally.diverged.at("ITR-3"), 1u);
  EXPECT_EQ(tally.reasons.at("too_long"), 1u);
  EXPECT_TRUE(tally.exercised.contains("ITR-3"));
  EXPECT_EQ(tally.late.max(), Nanos{2000});
}

RC_GTEST_PROP(LogHistogram, AQuantileIsRightToAThirtySecond, (std::vector<std::uint32_t> raw)) {
  RC_PRE(!raw.empty());
  LogHistogram histogram;
  for (const auto value : raw)
    histogram.add({value});
  std::sort(raw.begin(), raw.end());
  const auto half = static_cast<std::uint64_t>(0.5 * static_cast<double>(raw.size()));
  const std::uint64_t exact = half == 0 ? raw.front() : raw[half - 1];
  const auto got = static_cast<std::uint64_t>(histogram.quantile(0.5).ns);
  RC_ASSERT(got >= exact);
  RC_ASSERT(got <= exact + exact / 32 + 1);
  RC_ASSERT(histogram.quantile(1.0) == histogram.max());
}

TEST(LogHistogram, OfNothingHasNoQuantiles) {
  EXPECT_EQ(LogHistogram().quantile(0.99), Nanos{0});
}

}  // namespace
}  // namespace timerlaw::runner
