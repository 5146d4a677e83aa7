// SPDX-License-Identifier: Apache-2.0
#include "reports/rules_page.h"

#include <gtest/gtest.h>

#include <fstream>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::reports {
namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

TEST(RulesPage, NamesProfilesInRangesAndMarksThoseThatNobodyCanConfirm) {
  EXPECT_EQ(profile_ranges(*find_rule("L20-1")), "linux-2.0†");
  EXPECT_EQ(profile_ranges(*find_rule("ARG-PR-1")), "linux-6.15 to linux-7.3");
  EXPECT_EQ(profile_ranges(*find_rule("PTM-SET")), "linux-6.13 to linux-7.3");
  EXPECT_TRUE(profile_ranges(*find_rule("TRACE-FORM")).ends_with("to linux-7.3, posix"));
}

TEST(RulesPage, SaysWhichTracesTestARuleAndWhereItHeld) {
  const runner::TemporaryFolder tree;
  write(tree.path() / "model/evidence/held.txt", "# so\nITR-3 6.12.1 6.12.9 7.2.0\n");
  write(tree.path() / "model/oracle/golden/too-late.broken.trace", "# expect: ITR-3 at step 1\n# breaks: ITR-1\n");
  const auto page = rules_page(tree.path());
  ASSERT_TRUE(page) << page.error();
  for (const auto& [id, end] : {std::pair("| ITR-1 | law |", "| source only | too-late |"),
                                std::pair("| ITR-3 | law |", "| held in runs on 6.12, 7.2 | too-late |")}) {
    const auto at = page->find(id);
    ASSERT_NE(at, std::string::npos) << id;
    const std::string line = page->substr(at, page->find('\n', at) - at);
    EXPECT_TRUE(line.ends_with(end)) << line;
  }
  EXPECT_NE(page->find("left out: "), std::string::npos);
}

TEST(RulesPage, WithoutATreeSaysWhatToDo) {
  const auto page = rules_page("nowhere");
  ASSERT_FALSE(page);
  EXPECT_NE(page.error().find("run this in a checkout"), std::string::npos) << page.error();
}

}  // namespace
}  // namespace timerlaw::reports
