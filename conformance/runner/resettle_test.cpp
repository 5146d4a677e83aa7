// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/resettle.h"

#include <gtest/gtest.h>

#include "conformance/formats/facts_text.h"
#include "conformance/formats/program_text.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/settle.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "generators/steps.h"

namespace timerlaw::runner {
namespace {

Program alarm(std::int64_t seconds) {
  return {Child::reused, {steps::alarm(seconds)}};
}

Expectation expectation(std::string rule, std::optional<Program> program) {
  Expectation one;
  one.rule = std::move(rule);
  one.program = std::move(program);
  one.reason = "known";
  return one;
}

// Results of three programs: `alarm 0` conforms, `alarm 1` and `alarm 2` break ALRM-1.
class Resettle : public testing::Test {
 protected:
  Resettle() {
    std::string lines;
    auto traces = TraceWriter::open(folder_.path() / kTracesFile, to_text(TargetFacts{}));
    for (std::uint64_t index : {0u, 1u, 2u}) {
      Record record;
      record.index = index;
      record.steps[0] = 1;
      record.kept = true;
      if (index == 0)
        record.exercised = {"ALRM-1"};
      else
        record.diverged = {"ALRM-1"};
      record.verdict = index == 0 ? Verdict::accepted : Verdict::diverged;
      append_line(lines, record);
      tally_.add(record);
      const std::string number = std::to_string(index);
      traces->add("# program " + number +
                  "\ntimerlaw trace 1 child=reused pid=1 uid=0 next_id=0\nclocks monotonic\n@ 1\nalarm " + number +
                  "\n= 0 @ 2\nend done\n");
    }
    EXPECT_TRUE(traces->flush());
    EXPECT_TRUE(replace_file(folder_.path() / kResultsFile, lines));
    info_.profile = "linux-6.13";
    info_.complete = true;
    info_.unexplained = 2;
    info_.findings.push_back({"ALRM-1", 1, 2, 10, 10, "timerlaw program 1\nalarm 1\n", "cards/001-ALRM-1", ""});
  }
  int code(const Expectations& expectations) {
    const Status done = resettle(folder_.path(), expectations, tally_, info_);
    EXPECT_TRUE(done) << done.error();
    return exit_code(outcome_of(info_));
  }
  const TemporaryFolder folder_;
  Tally tally_;
  RunInfo info_;
};

TEST_F(Resettle, WithoutExpectationsEveryDivergenceIsNew) {
  EXPECT_EQ(code({}), kExitDiverged);
  EXPECT_EQ(info_.unexplained, 2u);
  ASSERT_EQ(info_.findings.size(), 1u);
  EXPECT_EQ(info_.findings[0].card, "cards/001-ALRM-1");
}

TEST_F(Resettle, AnEntryForAnyProgramExplainsThemAll) {
  EXPECT_EQ(code({{expectation("ALRM-1", std::nullopt)}, {}}), kExitConforms);
  EXPECT_EQ(info_.unexplained, 0u);
  ASSERT_EQ(info_.findings.size(), 1u);
  EXPECT_EQ(info_.findings[0].expected, "known");
  EXPECT_EQ(info_.findings[0].seen, 2u);
}

TEST_F(Resettle, AnEntryForOneProgramLeavesTheOtherNew) {
  EXPECT_EQ(code({{expectation("ALRM-1", alarm(1))}, {}}), kExitDiverged);
  EXPECT_EQ(info_.unexplained, 1u);
  ASSERT_EQ(info_.findings.size(), 2u);
  EXPECT_EQ(info_.findings[0].index, 2u) << "nobody had looked into it";
  EXPECT_EQ(info_.findings[0].program, to_text(alarm(2)));
}

TEST_F(Resettle, AnEntryWhoseProgramConformedIsStale) {
  EXPECT_EQ(code({{expectation("ALRM-1", alarm(0)), expectation("ALRM-1", std::nullopt)}, {}}), kExitStale);
  ASSERT_EQ(info_.stale.size(), 1u);
}

TEST_F(Resettle, GivesTheSameAnswerEachTime) {
  const Expectations one{{expectation("ALRM-1", alarm(1))}, {{{"ALRM-1", "REM-4"}, {}}}};
  EXPECT_EQ(code(one), kExitDiverged);
  const RunInfo first = info_;
  EXPECT_EQ(code(one), kExitDiverged);
  EXPECT_EQ(write_run_info(info_), write_run_info(first));
}

TEST_F(Resettle, AComplaintWithoutAProgramStaysOne) {
  info_.findings.push_back({"KERNEL-SPLAT", 0, 1, 0, 0, "", "cards/002-KERNEL-SPLAT", ""});
  ++info_.unexplained;
  Expectations all{{expectation("ALRM-1", std::nullopt)}, {}};
  EXPECT_EQ(code(all), kExitDiverged);
  EXPECT_EQ(info_.unexplained, 1u);
  all.divergences.push_back(expectation("KERNEL-SPLAT", std::nullopt));
  EXPECT_EQ(code(all), kExitConforms);
}

}  // namespace
}  // namespace timerlaw::runner
