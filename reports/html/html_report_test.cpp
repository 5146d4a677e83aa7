// SPDX-License-Identifier: Apache-2.0
#include "reports/html/html_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "conformance/formats/trace_text.h"
#include "reports/html/card_json.h"
#include "reports/html/rules_json.h"
#include "reports/html/script_json.h"
#include "reports/html/target_json.h"
#include "reports/results_for_test.h"

namespace timerlaw::reports {
namespace {

constexpr std::string_view kHostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \xff";

TargetReport target(const std::string& name) {
  TargetReport one;
  one.column.name = name;
  one.column.info.emplace();
  one.column.info->profile = "linux-6.15";
  one.column.info->facts.release = "6.15.1";
  one.column.info->complete = true;
  one.column.info->target = "host";
  one.column.info->clock = "vdso";
  one.column.tally.judged = 1;
  one.column.info->liveness_ns = 10'000'000'000;
  return one;
}

// A trace that no deadline explains, so many steps long.
Card card(const std::string& id, int steps = 2) {
  std::string text =
      "timerlaw trace 1 child=reused pid=1 uid=0 next_id=0\nclocks monotonic\n@ 1000\nalarm 5\n= 0 @ 2000\n";
  for (int i = 1; i < steps; ++i)
    text += "alarm 5\n= 5 @ " + std::to_string(2000 + 1000 * i) + "\n";
  text += "alarm 0\n= 9 @ 9000000\nend done\n";
  Card one;
  one.finding.rule = id;
  one.finding.shown = std::make_shared<runner::Replayed>();
  one.finding.shown->trace = parse_traces(text, "trace")->front().trace;
  one.finding.program = one.finding.shown->trace.program;
  one.folder = "cards/001-" + id;
  judge(one.finding.shown->trace, *find_profile("linux-6.15"), {}, {}, one.finding.shown->judgement);
  return one;
}

Report report_of(std::vector<TargetReport> targets) {
  Report report;
  report.targets = std::move(targets);
  return report;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

Json results_of(const std::string& html) {
  constexpr std::string_view kBegin = "<script type=\"application/json\" id=\"results\">";
  const auto begin = html.find(kBegin) + kBegin.size();
  return Json::parse(html.substr(begin, html.find("</script>", begin) - begin));
}

TEST(HtmlReport, NothingThatATargetPrintedIsMarkup) {
  TargetReport one = target(std::string(kHostile));
  one.column.failure = kHostile;
  one.column.info->ended = kHostile;
  one.column.info->stale = {{std::string(kHostile), 1, std::string(kHostile)}};
  one.column.info->facts.release = kHostile;
  Card hostile;
  hostile.finding.rule = kHostile;
  hostile.expected = kHostile;
  hostile.text = kHostile;
  one.cards = {hostile, card("ALRM-1")};
  const std::string harmless = html_report(report_of({target("host")}));
  const std::string html = html_report(report_of({one}));
  EXPECT_EQ(count(html, "<script"), count(harmless, "<script"));
  EXPECT_EQ(count(html, "</script"), count(harmless, "</script"));
  EXPECT_EQ(count(html, "<img"), 0u);
  EXPECT_EQ(results_of(html)["cards"][0]["rule"].get<std::string>().substr(0, 9), "</script>");
}

TEST(HtmlReport, NeedsNothingFromTheNetwork) {
  const std::string html = html_report(report_of({target("host")}));
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(count(html, "src="), 0u);
  EXPECT_EQ(count(html, "<link"), 0u);
  EXPECT_EQ(count(html, "@import"), 0u);
  EXPECT_EQ(count(html, "url("), 0u);
}

TEST(HtmlReport, OfTwelveTargetsWithAThousandCardsIsBelowTwoMegabytes) {
  std::vector<TargetReport> targets;
  for (int i = 0; i < 12; ++i) {
    targets.push_back(target("uml:" + std::to_string(i)));
    for (int k = 1; k <= 100; ++k)
      targets.back().cards.push_back(card(k % 2 == 0 ? "ITR-3" : "ALRM-1", 60));
  }
  const std::string html = html_report(report_of(std::move(targets)));
  EXPECT_LT(html.size(), 2'000'000u);
  const Json cards = results_of(html)["cards"];
  EXPECT_EQ(cards.size(), 1200u);
  EXPECT_TRUE(cards[0].contains("timeline"));
  EXPECT_TRUE(cards[1101].contains("timeline")) << "the first of its rule on its target";
  EXPECT_EQ(cards[1199].value("cut", false), true);
}

TEST(HtmlReport, ATargetWithoutResultsSaysWhy) {
  TargetReport gone;
  gone.column.name = "gone";
  gone.column.failure = "'gone' is not there yet";
  const Json one = target_json(gone);
  EXPECT_EQ(one["verdict"], "none");
  EXPECT_EQ(one["failure"], "'gone' is not there yet");
}

TEST(HtmlReport, VerdictsAreThoseOfTheExitCode) {
  TargetReport one = target("host");
  EXPECT_EQ(target_json(one)["verdict"], "conforms");
  one.outcome.stale = true;
  EXPECT_EQ(target_json(one)["verdict"], "stale");
  one.outcome.harness_failed = true;
  EXPECT_EQ(target_json(one)["verdict"], "unfinished");
  one.outcome.new_divergence = true;
  EXPECT_EQ(target_json(one)["verdict"], "diverged");
}

TEST(HtmlReport, ATargetWithUnexercisedRulesSaysWhich) {
  TargetReport one = target("host");
  one.outcome.unexercised = true;
  one.column.info->unexercised = {{"ALRM-1", "nobody looked"}};
  EXPECT_EQ(target_json(one)["verdict"], "unfinished");
  EXPECT_EQ(target_json(one)["unexercised"], Json({"ALRM-1 (nobody looked)"}));
}

TEST(HtmlReport, EveryRuleHasASubject) {
  for (const Rule& rule : rules())
    EXPECT_FALSE(subject(rule).empty()) << rule.id;
}

TEST(HtmlReport, CellsAreThoseOfTheMatrix) {
  std::vector<MatrixColumn> columns = {target("a").column, target("b").column};
  columns[0].tally.diverged["ALRM-1"] = 3;
  columns[1].tally.exercised = {"ALRM-1"};
  const Json law = rules_json(columns);
  EXPECT_EQ(law["rules"].size(), rules().size());
  const auto alarm = std::ranges::find_if(law["rules"], [](const Json& rule) { return rule["id"] == "ALRM-1"; });
  ASSERT_NE(alarm, law["rules"].end());
  EXPECT_EQ(law["subjects"][(*alarm)["subject"].get<std::size_t>()], "alarm");
  EXPECT_EQ((*alarm)["cells"][0], Json({static_cast<int>(MatrixState::diverges), 3}));
  EXPECT_EQ((*alarm)["cells"][1], Json({static_cast<int>(MatrixState::holds)}));
}

TEST(HtmlReport, DistributionsKeepEveryCount) {
  TargetReport one = target("host");
  for (const std::int64_t ns : {0, 5, 100, 101, 5000, 2'000'000'000})
    one.column.tally.late.add({ns});
  const Json late = target_json(one)["late"];
  std::uint64_t sum = 0;
  for (const Json& bucket : late["buckets"])
    sum += bucket[1].get<std::uint64_t>();
  EXPECT_EQ(sum, 6u);
  EXPECT_EQ(late["total"], 6);
  EXPECT_LE(late["buckets"].back()[0].get<std::int64_t>(), 2'000'000'000);
}

TEST(HtmlReport, OfSavedResultsDrawsTheirDivergence) {
  const runner::TemporaryFolder folder;
  runner::RunInfo info = finished_run("host");
  info.findings = {disarmed_finding("")};
  write_results(folder.path() / "run", info);
  const auto report = load_report({(folder.path() / "run").string()});
  ASSERT_TRUE(report) << report.error();
  const Json page = results_of(html_report(*report));
  EXPECT_EQ(page["targets"][0]["verdict"], "diverged");
  ASSERT_EQ(page["cards"].size(), 1u);
  const Json& card = page["cards"][0];
  EXPECT_EQ(card["rule"], "PT-ARM-6");
  EXPECT_EQ(card["timeline"]["rows"].size(), 4u);
  EXPECT_EQ(card["timeline"]["conflicts"][0]["row"], 3);
  EXPECT_NE(card["reproducer"].get<std::string>().find("int main"), std::string::npos);
  // 10 s less 1392 ns, from the readings around the call: where the timer's deadline would be, were it still set.
  EXPECT_EQ(card["timeline"]["rows"][3]["changes"][0]["shown"], Json({10'000'001'893, 10'000'002'784}));
}

TEST(HtmlReport, ACardWithoutATraceShowsItsText) {
  TargetReport one = target("host");
  Card splat;
  splat.finding.rule = "KERNEL-SPLAT";
  splat.text = "BUG: something";
  one.cards = {splat, card("ALRM-1"), card("TWIN-ALARM")};
  const Json cards = cards_json(report_of({one}), 1'000'000);
  EXPECT_EQ(cards[0]["text"], "BUG: something");
  EXPECT_FALSE(cards[0].contains("timeline"));
  EXPECT_FALSE(cards[1].contains("text"));
  EXPECT_EQ(cards[1]["again"], "timerlaw exec minimal.program | timerlaw check --annotate --profile linux-6.15 -");
  EXPECT_TRUE(cards[2].contains("text")) << "the trace alone does not show it";
}

}  // namespace
}  // namespace timerlaw::reports
