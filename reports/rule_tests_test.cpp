// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_tests.h"

#include <algorithm>

#include "conformance/runner/settle.h"
#include "reports/results_for_test.h"

namespace timerlaw::reports {
namespace {

TargetReport target(runner::RunInfo info) {
  TargetReport one;
  one.column.name = "host";
  one.column.info = std::move(info);
  one.column.tally.add(accepted_record(0));
  one.outcome = outcome_of(one.column);
  return one;
}

TargetReport target() {
  return target(finished_run("host"));
}

RuleTest test_of(const TargetReport& target, std::string_view id) {
  for (const RuleTest& test : rule_tests(target).tests)
    if (test.rule->id == id)
      return test;
  ADD_FAILURE() << "no test for " << id;
  return {};
}

TEST(RuleTests, HaveTheSameNamesInTheSameOrderWhateverTheTargetIs) {
  TargetReport failed;
  failed.column.name = "uml:6.1";
  failed.column.failure = "it does not boot\nand said why";
  failed.outcome.harness_failed = true;
  const RuleTests a = rule_tests(target());
  const RuleTests b = rule_tests(failed);
  ASSERT_EQ(a.tests.size(), b.tests.size());
  EXPECT_TRUE(std::ranges::equal(a.tests, b.tests, {}, &RuleTest::rule, &RuleTest::rule));
  EXPECT_EQ(count(b, RuleStatus::missing), b.tests.size());
  EXPECT_EQ(b.harness, "it does not boot");
}

TEST(RuleTests, TellWhatHeldFromWhatWasNotExercised) {
  EXPECT_EQ(test_of(target(), "PT-GET-1").status, RuleStatus::held);
  EXPECT_EQ(test_of(target(), "PT-ARM-5").status, RuleStatus::skipped);
  EXPECT_EQ(test_of(target(), "PT-ARM-5").reason.find("not exercised"), 0u);
  EXPECT_EQ(test_of(target(), "L20-1").reason, "no law in profile linux-6.15");
}

TEST(RuleTests, ADivergenceIsNewUnlessAllOfItIsExpected) {
  runner::RunInfo info = finished_run("host");
  info.findings = {disarmed_finding("known\nfor long")};
  info.findings.front().link = "https://example.org";
  EXPECT_EQ(test_of(target(info), "PT-ARM-6").status, RuleStatus::expected);
  EXPECT_EQ(test_of(target(info), "PT-ARM-6").reason, "known");
  EXPECT_EQ(test_of(target(info), "PT-ARM-6").link, "https://example.org");

  TargetReport more = target(info);
  more.column.tally.diverged["PT-ARM-6"] = 3;
  EXPECT_EQ(test_of(more, "PT-ARM-6").status, RuleStatus::diverged);
  EXPECT_EQ(test_of(more, "PT-ARM-6").reason, "2 programs diverge");

  info.findings.push_back(disarmed_finding(""));
  EXPECT_EQ(test_of(target(info), "PT-ARM-6").reason, "1 program diverges");
}

TEST(RuleTests, StaleAndUnexercisedRulesFail) {
  runner::RunInfo info = finished_run("host");
  info.stale = {{"PT-GET-1", 12, "known"}};
  info.unexercised = {{"PT-ARM-5", "nobody looked"}};
  EXPECT_EQ(test_of(target(info), "PT-GET-1").status, RuleStatus::stale);
  EXPECT_EQ(test_of(target(info), "PT-ARM-5").status, RuleStatus::unexercised);
}

TEST(RuleTests, WhereTheRunDidNotFinishWhatDivergedIsKnownAndNothingElse) {
  runner::RunInfo info = finished_run("host");
  info.complete = false;
  info.ended = "the budget ran out";
  info.findings = {disarmed_finding("")};
  const TargetReport cut = target(info);
  EXPECT_EQ(rule_tests(cut).harness, "the budget ran out");
  EXPECT_EQ(test_of(cut, "PT-ARM-6").status, RuleStatus::diverged);
  EXPECT_EQ(test_of(cut, "PT-GET-1").status, RuleStatus::missing);
}

TEST(RuleTests, AReasonIsOneLine) {
  EXPECT_EQ(one_line("  a\t b \nc"), "a b");
  EXPECT_EQ(one_line(""), "");
}

}  // namespace
}  // namespace timerlaw::reports
