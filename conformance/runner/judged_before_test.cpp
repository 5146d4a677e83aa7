// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/judged_before.h"

#include <gtest/gtest.h>

#include "conformance/runner/results_file.h"
#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

Record record(std::uint64_t index, Verdict verdict, std::vector<std::string> diverged = {}) {
  Record one;
  one.index = index;
  one.verdict = verdict;
  one.diverged = std::move(diverged);
  one.kept = true;
  return one;
}

class JudgedAgain : public testing::Test {
 protected:
  JudgedBefore saved(const std::vector<Record>& records) {
    RunInfo info;
    info.tool = "0.0.9";
    info.shards = {0};
    EXPECT_TRUE(replace_file(folder_.path() / kRunFile, write_run_info(info)));
    std::string lines;
    for (const Record& one : records)
      append_line(lines, one);
    EXPECT_TRUE(replace_file(folder_.path() / kResultsFile, lines));
    auto before = JudgedBefore::read(folder_.path());
    EXPECT_TRUE(before) << before.error();
    return std::move(*before);
  }
  const TemporaryFolder folder_;
};

TEST_F(JudgedAgain, WhatIsTheSameIsCounted) {
  JudgedBefore before = saved({record(3, Verdict::diverged, {"REM-4", "ITR-3"})});
  EXPECT_EQ(before.difference(3, record(3, Verdict::diverged, {"ITR-3", "REM-4"})), "");
  EXPECT_EQ(before.summary(), "1 of 1 results of timerlaw 0.0.9 judged again: 1 as before");
}

TEST_F(JudgedAgain, WhatChangedIsToldWithBothVerdicts) {
  Record lost = record(5, Verdict::accepted);
  lost.kept = false;
  JudgedBefore before = saved({record(3, Verdict::accepted), record(4, Verdict::diverged, {"REM-4"}), lost});
  EXPECT_EQ(before.difference(3, record(3, Verdict::diverged, {"ITR-3"})), "accepted");
  EXPECT_EQ(before.difference(4, record(4, Verdict::quirk)), "diverged REM-4");
  EXPECT_EQ(before.summary(),
            "2 of 3 results of timerlaw 0.0.9 judged again: 0 as before; 1 accepted -> diverged ITR-3; 1 diverged "
            "REM-4 -> quirk; 1 can't be: their traces were not kept (--keep all)");
}

TEST_F(JudgedAgain, ATwinsDivergenceStandsAsItsRunFoundIt) {
  const JudgedBefore before = saved({record(3, Verdict::diverged, {"TWIN-1", "ITR-3"})});
  EXPECT_EQ(before.of_the_run(3), std::vector<std::string>{"TWIN-1"});
  EXPECT_TRUE(before.of_the_run(4).empty());
}

}  // namespace
}  // namespace timerlaw::runner
