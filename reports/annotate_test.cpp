// SPDX-License-Identifier: Apache-2.0
#include "reports/annotate.h"

#include <gtest/gtest.h>

#include "conformance/formats/trace_text.h"

namespace timerlaw::reports {
namespace {

constexpr std::string_view kTrace =
    "timerlaw trace 1 child=reused pid=1 uid=0 next_id=0\n"
    "clocks monotonic\n"
    "@ 100\n"
    "alarm   0\n"
    "= 0 @ 200\n"
    "alarm   0\n"
    "= 7 @ 300\n"
    "end done\n";

Judgement judgement() {
  Judgement judgement;
  judgement.verdicts = {Verdict::accepted, Verdict::diverged};
  judgement.rules = {RuleIndex{0}, RuleIndex{1}};
  judgement.divergences = {{1, RuleIndex{1}, "7", "allowed are only: 0", {"step 0 disarms it", "two\nlines"}}};
  return judgement;
}

TEST(Annotate, ExplainsEachStepBelowItsResult) {
  const auto traces = parse_traces(kTrace, "test");
  ASSERT_TRUE(traces) << traces.error();
  const std::string text = annotate(traces->front().trace, judgement());
  const auto accepted = text.find("= 0 @ 200\n# accepted " + std::string(rule(RuleIndex{0}).id));
  const auto diverged = text.find("= 7 @ 300\n# diverged " + std::string(rule(RuleIndex{1}).id));
  EXPECT_NE(accepted, std::string::npos) << text;
  EXPECT_NE(diverged, std::string::npos) << text;
  EXPECT_NE(text.find("# observed: 7\n# allowed are only: 0\n# because: step 0 disarms it\n"), std::string::npos)
      << text;
}

TEST(Annotate, AnAnnotatedTraceIsTheSameTrace) {
  const auto traces = parse_traces(kTrace, "test");
  ASSERT_TRUE(traces);
  const auto again = parse_traces(annotate(traces->front().trace, judgement()), "annotated");
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again->front().trace, traces->front().trace);
}

}  // namespace
}  // namespace timerlaw::reports
