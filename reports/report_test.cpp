// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include "reports/markdown.h"
#include "reports/results_for_test.h"
#include "reports/terminal.h"

namespace timerlaw::reports {
namespace {

class SavedResults : public testing::Test {
 protected:
  // A run of this name, with its only divergence expected for that reason (empty: new).
  std::string add(const std::string& name, const std::string& reason) {
    runner::RunInfo info = finished_run("host");
    info.findings = {disarmed_finding(reason)};
    info.unexplained = reason.empty() ? 1 : 0;
    write_results(folder_.path() / name, info);
    return (folder_.path() / name).string();
  }
  const runner::TemporaryFolder folder_;
};

TEST_F(SavedResults, AreJudgedAgainForTheirCards) {
  const auto report = load_report({add("a", "")});
  ASSERT_TRUE(report) << report.error();
  ASSERT_EQ(report->targets.size(), 1u);
  const TargetReport& target = report->targets.front();
  EXPECT_EQ(target.column.tally.programs, 3u);
  ASSERT_EQ(target.cards.size(), 1u);
  const Card& card = target.cards.front();
  ASSERT_TRUE(card.finding.shown);
  EXPECT_TRUE(runner::breaks(card.finding.shown->judgement, "PT-ARM-6"));
  EXPECT_NE(card.text.find("9999998608"), std::string::npos);
  EXPECT_TRUE(target.outcome.new_divergence);
}

TEST_F(SavedResults, WithAnExpectedDivergenceConform) {
  const auto report = load_report({add("a", "known")});
  ASSERT_TRUE(report);
  EXPECT_EQ(runner::exit_code(outcome_of(*report)), runner::kExitConforms);
  EXPECT_EQ(report->targets.front().unexplained, 0u);
  EXPECT_TRUE(report->targets.front().cards.front().finding.shown) << "its trace stands in traces.zst";
}

TEST_F(SavedResults, NameTheProgramsThatStandOut) {
  const auto report = load_report({add("a", "")});
  ASSERT_TRUE(report);
  ASSERT_EQ(report->targets.front().latest.size(), 1u);
  EXPECT_EQ(report->targets.front().latest.front().index, 2u);
  EXPECT_EQ(report->targets.front().latest.front().late.ns, 9000);
  ASSERT_EQ(report->targets.front().weakest.size(), 1u);
  EXPECT_EQ(report->targets.front().weakest.front().weak, 3u);
  EXPECT_NE(terminal_report(*report).find("program 2: a timer 9.00 us late"), std::string::npos)
      << terminal_report(*report);
}

TEST_F(SavedResults, OfTwoRunsOfOneTargetHaveNamesOfTheirOwn) {
  const auto report = load_report({add("a", ""), add("b", "known")});
  ASSERT_TRUE(report);
  EXPECT_NE(report->targets[0].column.name, report->targets[1].column.name);
  EXPECT_EQ(runner::exit_code(outcome_of(*report)), runner::kExitDiverged);
  const std::string text = terminal_report(*report);
  EXPECT_TRUE(text.starts_with("DIVERGED: 2 targets")) << text;
}

TEST_F(SavedResults, ThatWereNotFinishedSaySo) {
  runner::RunInfo info = finished_run("host");
  info.complete = false;
  info.ended = "interrupted";
  write_results(folder_.path() / "a", info);
  const auto report = load_report({(folder_.path() / "a").string()});
  ASSERT_TRUE(report);
  EXPECT_EQ(runner::exit_code(outcome_of(*report)), runner::kExitHarness);
}

TEST_F(SavedResults, OfAMatrixAreThoseOfItsColumns) {
  const MatrixColumn good = load_column(add("host", "known"), "host");
  const MatrixColumn bad{"uml:6.1", (folder_.path() / "uml-6.1").string(), std::nullopt, {}, "it does not boot"};
  ASSERT_TRUE(runner::replace_file(folder_.path() / kMatrixFile, matrix_json({good, bad})));
  const auto report = load_report({folder_.path().string()});
  ASSERT_TRUE(report) << report.error();
  ASSERT_EQ(report->targets.size(), 2u);
  EXPECT_EQ(report->targets[0].column.name, "host");
  EXPECT_EQ(report->targets[1].column.failure, "it does not boot");
  EXPECT_TRUE(report->targets[1].outcome.harness_failed);
}

TEST_F(SavedResults, ThatAreNoneAreNamed) {
  const auto report = load_report({(folder_.path() / "nothing").string()});
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().find("nothing"), std::string::npos);
}

TEST_F(SavedResults, AsMarkdownHaveOneHeadingOfTheFirstLevel) {
  const auto report = load_report({add("a", ""), add("b", "known")});
  ASSERT_TRUE(report);
  const std::string text = markdown_report(*report);
  EXPECT_TRUE(text.starts_with("# timerlaw: DIVERGED\n"));
  EXPECT_EQ(text.find("\n# PT-ARM-6"), std::string::npos);
  EXPECT_NE(text.find("\n## PT-ARM-6 on host"), std::string::npos);
  EXPECT_NE(text.find("\nExpected: known\n"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw::reports
