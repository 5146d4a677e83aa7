// SPDX-License-Identifier: Apache-2.0
#include "reports/proposals.h"

#include "reports/gate_text.h"
#include "reports/results_for_test.h"

namespace timerlaw::reports {
namespace {

class SavedRun : public testing::Test {
 protected:
  Report report(const runner::RunInfo& info) {
    write_results(folder_.path() / "run", info);
    return std::move(*load_report({(folder_.path() / "run").string()}));
  }
  static runner::RunInfo diverged() {
    runner::RunInfo info = finished_run("host");
    info.findings = {disarmed_finding("")};
    info.unexplained = 1;
    return info;
  }
  const runner::TemporaryFolder folder_;
};

std::string filled_in(std::string toml) {
  for (std::size_t at = 0; (at = toml.find(runner::kReasonGap, at)) != std::string::npos;)
    toml.replace(at, runner::kReasonGap.size(), "known");
  return toml;
}

TEST_F(SavedRun, OfANewDivergenceIsProposedWithAGapThatFailsUntilItIsFilled) {
  const Proposals proposals = propose(report(diverged()), {});
  EXPECT_EQ(proposals.entries, 2u) << "its program, and any other";
  const auto gap = runner::parse_expectations(proposals.toml, "host.toml");
  ASSERT_FALSE(gap);
  EXPECT_NE(gap.error().find("the reason is still to be written"), std::string::npos) << gap.error();
  const auto filled = runner::parse_expectations(filled_in(proposals.toml), "host.toml");
  ASSERT_TRUE(filled) << filled.error() << proposals.toml;
  ASSERT_EQ(filled->divergences.size(), 2u);
  EXPECT_TRUE(filled->divergences[0].program);
  EXPECT_TRUE(filled->divergences[0].always);
  EXPECT_FALSE(filled->divergences[1].program);
  TargetFacts other;
  other.release = "6.17.1";
  EXPECT_TRUE(runner::applicable(*filled, other).divergences.empty());
}

TEST_F(SavedRun, ThatShowedItNotEachTimeIsProposedWithItsCount) {
  runner::RunInfo info = diverged();
  info.findings.front().confirmed = 3;
  const auto filled = runner::parse_expectations(filled_in(propose(report(info), {}).toml), "host.toml");
  ASSERT_TRUE(filled) << filled.error();
  EXPECT_FALSE(filled->divergences[0].always);
  EXPECT_EQ(filled->divergences[0].shown, (runner::Measured{3, 10}));
}

TEST_F(SavedRun, ProposesTheRulesThatItExercisedOnceButNoSuspect) {
  Report conforming = report(finished_run("host"));
  conforming.targets.front().column.tally.exercised.insert("OVR-9");
  const Proposals proposals = propose(conforming, {});
  const auto read = runner::parse_expectations(proposals.toml, "host.toml");
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->exercised.size(), 1u);
  EXPECT_EQ(read->exercised.front().rules, std::vector<std::string>{"PT-GET-1"});
  EXPECT_EQ(propose(conforming, *read).toml, "");
}

TEST_F(SavedRun, IsToldByTheGateInOneLineIfItConforms) {
  runner::RunInfo info = finished_run("host");
  info.findings = {disarmed_finding("known")};
  const std::string text = gate_text(report(info));
  EXPECT_TRUE(text.starts_with("CONFORMS: host, kernel 6.18.0, linux-6.15: ")) << text;
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST_F(SavedRun, IsToldByTheGateWithWhatKeepsItFromConforming) {
  runner::RunInfo info = diverged();
  info.stale = {{"REM-4", 12, "rounds down"}};
  info.unexercised = {{"ALRM-1", "nobody looked"}};
  info.complete = false;
  info.ended = "the budget ran out";
  const std::string text = gate_text(report(info));
  for (const char* line : {"DIVERGED: host, ", "\n  new         PT-ARM-6, 1 program diverges",
                           "\n  stale       REM-4 (line 12): rounds down\n",
                           "\n  unexercised ALRM-1, which must be exercised, and was not: nobody looked\n",
                           "\n  unfinished  the budget ran out\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

}  // namespace
}  // namespace timerlaw::reports
