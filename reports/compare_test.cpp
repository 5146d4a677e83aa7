// SPDX-License-Identifier: Apache-2.0
#include "reports/compare.h"

#include <nlohmann/json.hpp>

#include "reports/results_for_test.h"

namespace timerlaw::reports {
namespace {

TargetReport target(const std::string& name, const std::vector<runner::FindingInfo>& findings) {
  TargetReport one;
  one.column.name = name;
  one.column.info = finished_run(name);
  one.column.info->findings = findings;
  for (const runner::FindingInfo& finding : findings)
    one.column.info->unexplained += finding.expected.empty() ? 1 : 0;
  one.column.tally.add(accepted_record(0));
  one.outcome = outcome_of(one.column);
  return one;
}

TEST(Compare, TwoRunsThatSayTheSameDoNotDiffer) {
  const Comparison same = compare({{target("a", {disarmed_finding("")})}}, {{target("b", {disarmed_finding("")})}});
  ASSERT_EQ(same.size(), 1u);
  EXPECT_TRUE(same[0].rules.empty() && same[0].findings.empty());
  EXPECT_NE(comparison_text(same).find("findings: 0 appeared, 0 disappeared, 0 changed\n"), std::string::npos);
}

TEST(Compare, ADivergenceAppearsOnceAndDisappearsTheOtherWay) {
  const Report before{{target("a", {})}};
  const Report after{{target("a", {disarmed_finding("")})}};
  const Comparison there = compare(before, after);
  ASSERT_EQ(there[0].rules.size(), 1u);
  EXPECT_EQ(there[0].rules[0].kind, ChangeKind::appeared);
  EXPECT_EQ(there[0].rules[0].rule->id, "PT-ARM-6");
  ASSERT_EQ(there[0].findings.size(), 1u);
  EXPECT_EQ(there[0].findings[0].kind, ChangeKind::appeared);
  EXPECT_EQ(compare(after, before)[0].rules[0].kind, ChangeKind::disappeared);
  EXPECT_EQ(compare(after, before)[0].findings[0].kind, ChangeKind::disappeared);
}

TEST(Compare, OneThatIsExpectedNowHasChanged) {
  const Comparison comparison =
      compare({{target("a", {disarmed_finding("")})}}, {{target("a", {disarmed_finding("known\nfor long")})}});
  ASSERT_EQ(comparison[0].rules.size(), 1u);
  EXPECT_EQ(comparison[0].rules[0].kind, ChangeKind::changed);
  ASSERT_EQ(comparison[0].findings.size(), 1u);
  EXPECT_EQ(comparison[0].findings[0].before, "new");
  EXPECT_EQ(comparison[0].findings[0].after, "known");
  const std::string text = comparison_text(comparison);
  EXPECT_NE(text.find("  changed     PT-ARM-6: diverged: 1 program diverges -> expected: known\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("      settime t0 rel value=10s\n"), std::string::npos) << text;
}

TEST(Compare, TargetsOfTwoMatricesArePairedByName) {
  const Comparison comparison =
      compare({{target("a", {}), target("b", {})}}, {{target("c", {}), target("b", {disarmed_finding("")})}});
  ASSERT_EQ(comparison.size(), 3u);
  EXPECT_EQ(comparison[0].after, "");
  EXPECT_EQ(comparison[1].rules.size(), 1u);
  EXPECT_EQ(comparison[2].before, "");
}

TEST(Compare, TheJsonAndThePageHaveEveryChange) {
  const Comparison comparison = compare({{target("a", {})}}, {{target("a", {disarmed_finding("")})}});
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  EXPECT_EQ(json.at("targets")[0].at("rules")[0].at("change"), "appeared");
  EXPECT_EQ(json.at("targets")[0].at("rules")[0].at("after").at("status"), "diverged");
  EXPECT_EQ(json.at("targets")[0].at("findings")[0].at("program"), kDisarmedProgram);
  const std::string page = comparison_markdown(comparison);
  EXPECT_NE(page.find("| PT-ARM-6 | appeared | "), std::string::npos) << page;
}

}  // namespace
}  // namespace timerlaw::reports
