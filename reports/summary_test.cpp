// SPDX-License-Identifier: Apache-2.0
#include "reports/summary.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/runner/temporary_folder_for_test.h"
#include "model/rule.h"

namespace timerlaw::reports {
namespace {

runner::RunInfo info() {
  runner::RunInfo info;
  info.profile = "linux-6.13";
  info.facts.release = "6.18.5";
  info.complete = true;
  return info;
}

std::string first_line(const runner::Outcome& outcome, const runner::RunInfo& info) {
  const runner::Tally tally;
  const std::string text = summary_text({outcome, info, tally, "out", 2});
  return text.substr(0, text.find('\n'));
}

TEST(Summary, BeginsWithTheVerdict) {
  EXPECT_EQ(first_line({}, info()), "CONFORMS: kernel 6.18.5 (profile linux-6.13)");
  EXPECT_EQ(first_line({.new_divergence = true}, info()),
            "DIVERGED: kernel 6.18.5 (profile linux-6.13), 2 new divergences");
  runner::RunInfo ended = info();
  ended.ended = "nothing was judged";
  EXPECT_EQ(first_line({.harness_failed = true}, ended),
            "NOT FINISHED: kernel 6.18.5 (profile linux-6.13): nothing was judged");
  EXPECT_EQ(first_line({.stale = true}, info()).find("STALE"), 0u);
}

TEST(Summary, AlwaysShowsExpectedDivergencesWithTheirReason) {
  runner::RunInfo known = info();
  known.findings = {{"ITR-3", 0, 4, 0, 0, "", "", "a rounding nobody intended"}};
  EXPECT_EQ(first_line({}, known), "CONFORMS: kernel 6.18.5 (profile linux-6.13), 4 expected divergences");
  const runner::Tally tally;
  EXPECT_NE(summary_text({{}, known, tally, "out", 0}).find("ITR-3, 4 programs: a rounding nobody intended"),
            std::string::npos);
}

TEST(Summary, ListsTheRulesThatWereNotExercised) {
  runner::Tally tally;
  for (const Rule& one : rules().subspan(1))
    tally.exercised.insert(std::string(one.id));
  const runner::RunInfo whole = info();
  const std::string text = summary_text({{}, whole, tally, "out", 0});
  EXPECT_NE(text.find("not exercised:\n              " + std::string(rules().front().id) + "\n"), std::string::npos)
      << text;
}

TEST(Summary, SaysWhichRulesTheTargetCannotReachAndWhy) {
  const runner::Tally tally;
  const runner::RunInfo whole = info();
  const std::string text = summary_text({{}, whole, tally, "out", 0});
  EXPECT_NE(text.find("no reach    may not set the clock (--allow-set-clock):\n              CLK-1"), std::string::npos)
      << text;
}

TEST(Summary, CountsTheEdgesThatNoProgramLeadsToByReason) {
  const runner::Tally tally;
  runner::RunInfo whole = info();
  whole.skipped = {{"too long", 3}, {"too wide", 4}};
  const std::string text = summary_text({{}, whole, tally, "out", 0});
  EXPECT_NE(text.find("7 edges of the corpus, no program here leads to them\n              3 × too long\n"
                      "              4 × too wide\n"),
            std::string::npos)
      << text;
}

TEST(Summary, CountsThePairsOfTwins) {
  runner::Tally tally;
  tally.twins = {{"TWIN-ABI", 3}, {"TWIN-CLOCK", 4}};
  const runner::RunInfo whole = info();
  const std::string text = summary_text({{}, whole, tally, "out", 0});
  EXPECT_NE(text.find("7 pairs compared: TWIN-ABI 3, TWIN-CLOCK 4"), std::string::npos) << text;
}

TEST(Summary, ASuspectThatShowsIsNotOutOfReach) {
  runner::Tally tally;
  runner::RunInfo of = info();
  const auto text = [&] { return summary_text({{}, of, tally, "out", 2}); };
  EXPECT_NE(text().find("CPU-13"), std::string::npos);
  tally.diverged["CPU-13"] = 1;
  EXPECT_EQ(text().find("CPU-13"), text().rfind("CPU-13"));
  EXPECT_NE(text().find("diverged    CPU-13 in 1"), std::string::npos);
}

class NextCommand : public testing::Test {
 protected:
  // A finding with a card, which has a C file if `c`.
  void add(const std::string& rule, int confirmed, bool c, const std::string& comment = "") {
    const std::string card = "cards/" + rule;
    std::filesystem::create_directories(folder_.path() / card);
    if (c)
      std::ofstream(folder_.path() / card / "reproducer.c") << comment << "\nint main(void) { return 1; }\n";
    runner::FindingInfo one;
    one.rule = rule;
    one.confirmed = confirmed;
    one.repeated = 10;
    one.card = card;
    info_.findings.push_back(one);
  }
  std::string next() {
    const runner::Tally tally;
    const std::string text = summary_text({{.new_divergence = true}, info_, tally, folder_.path().string(), 2});
    const std::string label = "  next        ";
    return text.substr(text.find(label) + label.size());
  }

 private:
  const runner::TemporaryFolder folder_;
  runner::RunInfo info_ = info();
};

TEST_F(NextCommand, BuildsAndRunsTheSurestOfTheCFiles) {
  add("ITR-1", 10, false);
  EXPECT_NE(next().find("cards/ITR-1/card.md; timerlaw explain ITR-1"), std::string::npos);
  add("OVR-8", 10, true,
      "// What is allowed follows from more than this file looks at: it shows what it sees, and exits 4.");
  add("ITR-2", 5, true);
  add("ITR-3", 10, true);
  add("ITR-4", 9, true);
  EXPECT_NE(next().find("/cards/ITR-3 && cc "), std::string::npos);
  EXPECT_NE(next().find("&& ./reproducer)"), std::string::npos);
}

TEST_F(NextCommand, RunsWhatDoesNotAlwaysShowUntilItDoes) {
  add("ITR-2", 5, true);
  std::string command = next();
  EXPECT_NE(command.find("/cards/ITR-2 && cc "), std::string::npos);
  command.pop_back();
  EXPECT_EQ(std::system((command + " > /dev/null").c_str()), 0);  // the loop ends
  EXPECT_NE(command.find("seq 100"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw::reports
