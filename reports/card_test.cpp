// SPDX-License-Identifier: Apache-2.0
#include "reports/card.h"

#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "model/rule.h"

namespace timerlaw::reports {
namespace {

runner::Finding finding() {
  runner::Finding finding;
  finding.rule = rules().front().id;
  finding.source = "random";
  finding.index = 17;
  finding.confirmation = {0, 10};
  finding.program = parse_programs("timerlaw program 1\nalarm 0\n", "test")->front();
  return finding;
}

TEST(Card, TellsTheRuleItsSourceAndHowOftenItShowedAgain) {
  const std::string text = card_text(finding(), {});
  EXPECT_NE(text.find(rules().front().text), std::string::npos);
  EXPECT_NE(text.find(rules().front().source), std::string::npos);
  EXPECT_NE(text.find("first seen in program 17"), std::string::npos);
  EXPECT_NE(text.find("0 of 10"), std::string::npos);
  EXPECT_NE(text.find("timerlaw exec minimal.program"), std::string::npos);
}

TEST(Card, OfAKernelThatComplainedUnderNobodyInParticularHasNoProgram) {
  runner::Finding splat;
  splat.rule = "KERNEL-SPLAT";
  splat.observed = "BUG: sleeping function called from invalid context";
  const std::string text = card_text(splat, {});
  EXPECT_NE(text.find(splat.observed), std::string::npos);
  EXPECT_NE(text.find("console.log"), std::string::npos);
  EXPECT_EQ(text.find("See it again"), std::string::npos);
}

TEST(Card, IsAFolderNamedByItsNumberAndRule) {
  const runner::TemporaryFolder folder;
  const std::string card = write_card(folder.path(), 3, finding(), {});
  EXPECT_EQ(card, "cards/003-" + std::string(rules().front().id));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / card / "card.md"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / card / "minimal.program"));
}

}  // namespace
}  // namespace timerlaw::reports
