// SPDX-License-Identifier: Apache-2.0
#include "reports/matrix.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace timerlaw::reports {
namespace {

MatrixColumn column(const std::string& name) {
  MatrixColumn one;
  one.name = name;
  one.info.emplace();
  one.info->profile = "linux-6.15";
  one.info->facts.release = "6.15.1";
  one.info->complete = true;
  one.info->tainted_after = 0;
  return one;
}

MatrixState state(const char* id, const MatrixColumn& in) {
  return matrix_cell(*find_rule(id), in).state;
}

TEST(Matrix, ACellSaysWhatTheRunSawOfTheRule) {
  MatrixColumn one = column("a");
  one.tally.exercised = {"TIME-EARLY", "CONV-3"};
  one.tally.diverged["TIME-LOST"] = 3;
  one.info->facts.cpu_time = false;
  EXPECT_EQ(state("TIME-EARLY", one), MatrixState::holds);
  EXPECT_EQ(state("CONV-3", one), MatrixState::quirk);
  EXPECT_EQ(state("TIME-LOST", one), MatrixState::diverges);
  EXPECT_EQ(matrix_cell(*find_rule("TIME-LOST"), one).programs, 3u);
  EXPECT_EQ(state("TIME-ORDER", one), MatrixState::not_exercised);
  EXPECT_EQ(state("CPU-1", one), MatrixState::untestable);
  EXPECT_EQ(matrix_cell(*find_rule("CPU-1"), one).reason, "CPU time stands still (it counts under uml:NAME+cpu)");
  EXPECT_EQ(state("L20-1", one), MatrixState::no_law);
}

TEST(Matrix, AComplaintWithoutAProgramIsADivergenceToo) {
  MatrixColumn one = column("a");
  EXPECT_EQ(state("KERNEL-SPLAT", one), MatrixState::holds);
  one.info->findings.push_back({"KERNEL-SPLAT", 0, 1, 0, 0, "", "", ""});
  EXPECT_EQ(state("KERNEL-SPLAT", one), MatrixState::diverges);
}

TEST(Matrix, ATargetWithoutResultsSaysWhy) {
  MatrixColumn one;
  one.name = "gone";
  one.failure = "'gone' is not there yet";
  EXPECT_EQ(state("TIME-EARLY", one), MatrixState::unknown);
  for (const std::string& text : {matrix_text({column("a"), one}), matrix_markdown({column("a"), one})})
    EXPECT_NE(text.find("no results: 'gone' is not there yet"), std::string::npos) << text;
}

TEST(Matrix, TheTableHasARuleALineAndSaysWhatCannotBeTestedAndWhy) {
  MatrixColumn one = column("a");
  one.tally.diverged["TIME-LOST"] = 3;
  const std::string text = matrix_text({one, column("b")});
  EXPECT_NE(text.find("\nTIME-LOST "), std::string::npos) << text;
  EXPECT_NE(text.find("D3"), std::string::npos);
  EXPECT_NE(text.find("x another ABI than i386 (a b): C32-1"), std::string::npos) << text;
  EXPECT_EQ(text.find("L20-1"), std::string::npos);
  const std::string markdown = matrix_markdown({one, column("b")});
  EXPECT_NE(markdown.find("| TIME-LOST | diverges (3) | not exercised |"), std::string::npos) << markdown;
}

TEST(Matrix, TheJsonHasEveryCell) {
  MatrixColumn one = column("a");
  one.tally.diverged["TIME-LOST"] = 3;
  const auto json = nlohmann::json::parse(matrix_json({one, column("b")}));
  EXPECT_EQ(json.at("targets").size(), 2u);
  const auto& rules = json.at("rules");
  const auto lost =
      std::find_if(rules.begin(), rules.end(), [](const auto& rule) { return rule.at("id") == "TIME-LOST"; });
  ASSERT_NE(lost, rules.end());
  EXPECT_EQ(lost->at("cells").at("a").at("state"), "diverges");
  EXPECT_EQ(lost->at("cells").at("a").at("programs"), 3);
  EXPECT_EQ(lost->at("cells").at("b").at("state"), "not exercised");
}

}  // namespace
}  // namespace timerlaw::reports
