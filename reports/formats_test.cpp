// SPDX-License-Identifier: Apache-2.0
// The formats that other programs read, each against what its readers insist on.
#include <algorithm>
#include <cstdlib>
#include <regex>
#include <sstream>

#include "reports/json.h"
#include "reports/junit.h"
#include "reports/kcidb.h"
#include "reports/ktap.h"
#include "reports/perfetto.h"
#include "reports/results_for_test.h"
#include "reports/rule_tests.h"
#include "reports/schema_for_test.h"
#include "reports/xml.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::json;

class Formats : public testing::Test {
 protected:
  std::string add(const std::string& name, const runner::RunInfo& info) {
    write_results(folder_.path() / name, info);
    return (folder_.path() / name).string();
  }
  // A run with its only divergence expected for that reason (empty: new).
  static runner::RunInfo run(const std::string& reason) {
    runner::RunInfo info = finished_run("host");
    info.findings = {disarmed_finding(reason)};
    info.findings.front().link = reason.empty() ? "" : "https://example.org/<1>&2";
    info.unexplained = reason.empty() ? 1 : 0;
    return info;
  }
  static runner::RunInfo cut_off() {
    runner::RunInfo info = finished_run("host");
    info.complete = false;
    info.ended = "the \"budget\" ran out # early";
    return info;
  }
  Report report(const std::vector<runner::RunInfo>& infos) {
    std::vector<std::string> folders;
    for (const runner::RunInfo& info : infos)
      folders.push_back(add("run" + std::to_string(folders.size()), info));
    auto loaded = load_report(folders);
    EXPECT_TRUE(loaded) << loaded.error();
    return std::move(*loaded);
  }
  // Every kind of outcome there is.
  Report everything() {
    runner::RunInfo stale = finished_run("host");
    stale.stale = {{"PT-GET-1", 12, "known & <stale>"}};
    stale.unexercised = {{"PT-ARM-5", "nobody looked"}};
    return report({run(""), run("a \"known\" <one> & more\x01"), stale, cut_off()});
  }
  bool xml_is_valid(const std::string& text) {
    const auto file = folder_.path() / "report.xml";
    EXPECT_TRUE(runner::replace_file(file, text));
    const std::string command = "xmllint --noout --nonet --schema '" TIMERLAW_SOURCE "/reports/junit.xsd' '" +
                                file.string() + "' 2> '" + (folder_.path() / "xmllint.err").string() + "'";
    return std::system(command.c_str()) == 0;
  }
  std::string xmllint_said() { return *runner::read_bytes((folder_.path() / "xmllint.err").string()); }
  const runner::TemporaryFolder folder_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

TEST_F(Formats, JunitIsWhatItsSchemaSays) {
  EXPECT_TRUE(xml_is_valid(junit_report(everything()))) << xmllint_said();
  EXPECT_FALSE(xml_is_valid("<testsuites name=\"x\"/>")) << "the schema must tell a wrong report";
}

TEST_F(Formats, JunitCountsWhatItShows) {
  const std::string text = junit_report(everything());
  const auto matches = [&](const std::string& pattern) {
    const std::regex expression(pattern);
    return std::distance(std::sregex_iterator(text.begin(), text.end(), expression), std::sregex_iterator());
  };
  const auto tests = static_cast<long>(rule_tests(report({run("")}).targets.front()).tests.size() + 1);
  EXPECT_EQ(matches("<testcase "), 4 * tests);
  EXPECT_EQ(matches("<testsuite [^>]*tests=\"" + std::to_string(tests) + "\""), 4);
  EXPECT_EQ(matches("<failure "), 5);
  EXPECT_EQ(matches("<error "), 1);
  EXPECT_NE(text.find("<testsuites name=\"timerlaw\" tests=\"" + std::to_string(4 * tests) +
                      "\" failures=\"5\" errors=\"1\">"),
            std::string::npos);
  EXPECT_NE(text.find("<skipped type=\"expected\" message=\"a &quot;known&quot; &lt;one&gt; &amp; more"),
            std::string::npos);
}

TEST_F(Formats, XmlTextHoldsNothingThatXmlCannotSay) {
  EXPECT_EQ(xml_text("a<b>&\"c\"\n"), "a&lt;b&gt;&amp;&quot;c&quot;\n");
  EXPECT_EQ(xml_text(std::string("\x01|\xff|\xc0\x80|\xed\xa0\x80", 10)).find("\xEF\xBF\xBD|\xEF\xBF\xBD|"), 0u);
  EXPECT_EQ(xml_text("×…😀"), "×…😀");
}

TEST_F(Formats, KtapHasALineForEachRuleAndNothingElse) {
  const std::vector<std::string> lines = lines_of(ktap_report(report({run("known # for long")})));
  ASSERT_GE(lines.size(), 2u);
  EXPECT_EQ(lines[0], "KTAP version 1");
  EXPECT_EQ(lines[1], "1.." + std::to_string(lines.size() - 2));
  const std::regex result("ok ([0-9]+) ([A-Z0-9-]+)( # (SKIP|XFAIL) [^#]+)?");
  for (std::size_t i = 2; i < lines.size(); ++i) {
    std::smatch parts;
    ASSERT_TRUE(std::regex_match(lines[i], parts, result)) << lines[i];
    EXPECT_EQ(parts[1], std::to_string(i - 1));
  }
  EXPECT_TRUE(std::ranges::any_of(
      lines, [](const std::string& line) { return line.ends_with(" PT-ARM-6 # XFAIL known for long"); }));
  EXPECT_TRUE(std::ranges::any_of(lines, [](const std::string& line) { return line.ends_with(" PT-GET-1"); }));
}

TEST_F(Formats, KtapOfAFailureSaysWhyBeforeTheLine) {
  const std::vector<std::string> lines = lines_of(ktap_report(report({run("")})));
  const auto failed = std::ranges::find_if(lines, [](const std::string& line) { return line.starts_with("not ok "); });
  ASSERT_NE(failed, lines.end());
  EXPECT_TRUE(failed->ends_with(" PT-ARM-6"));
  EXPECT_EQ(*std::prev(failed), "# PT-ARM-6: 1 program diverges");
}

TEST_F(Formats, KtapBailsOutWhereTheHarnessFailed) {
  EXPECT_EQ(lines_of(ktap_report(report({cut_off()}))).back(), "Bail out! the \"budget\" ran out # early");
}

TEST_F(Formats, KtapOfSeveralTargetsHasTheirRulesAsSubtests) {
  const std::vector<std::string> lines = lines_of(ktap_report(report({run(""), run("known")})));
  EXPECT_EQ(lines[1], "1..2");
  EXPECT_EQ(lines[2], "  KTAP version 1");
  EXPECT_EQ(lines[3].find("  # Subtest: host"), 0u);
  EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.starts_with("not ok 1 host"); }), 1);
  EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.starts_with("ok 2 host"); }), 1);
}

TEST_F(Formats, JsonIsWhatItsSchemaSays) {
  EXPECT_EQ(violations(json_report(everything()), "docs/report.schema.json"), "");
  EXPECT_NE(violations("{\"schema\": 1}", "docs/report.schema.json"), "");
  const Json json = Json::parse(json_report(report({run("")})));
  EXPECT_EQ(json.at("exit_code"), 1);
  EXPECT_EQ(json.at("targets")[0].at("findings")[0].at("rule"), "PT-ARM-6");
  EXPECT_NE(json.at("targets")[0].at("findings")[0].at("conflict").at("allowed").get<std::string>(), "");
}

TEST_F(Formats, KcidbIsWhatItsSchemaSays) {
  const KcidbIdentity identity{"timerlaw_ci", "timerlaw_ci:6.18-defconfig"};
  for (const std::string reason : {"", "known"}) {
    const auto text = kcidb_report(report({run(reason)}), identity);
    ASSERT_TRUE(text) << text.error();
    EXPECT_EQ(violations(*text, "reports/kcidb.schema.json"), "");
  }
  EXPECT_NE(violations("{\"version\": {\"major\": 4, \"minor\": 0}}", "reports/kcidb.schema.json"), "");
}

TEST_F(Formats, KcidbHasAnExpectedDivergenceAsAFailureWithItsIssue) {
  const Json json = Json::parse(*kcidb_report(report({run("known")}), {"ci", "ci:build"}));
  const auto test =
      std::ranges::find_if(json.at("tests"), [](const Json& one) { return one.at("path") == "timerlaw.PT-ARM-6"; });
  ASSERT_NE(test, json.at("tests").end());
  EXPECT_EQ(test->at("status"), "FAIL");
  ASSERT_EQ(json.at("issues").size(), 1u);
  EXPECT_EQ(json.at("issues")[0].at("report_url"), "https://example.org/<1>&2");
  ASSERT_EQ(json.at("incidents").size(), 1u);
  EXPECT_EQ(json.at("incidents")[0].at("test_id"), test->at("id"));
  EXPECT_EQ(json.at("incidents")[0].at("issue_id"), json.at("issues")[0].at("id"));
  EXPECT_EQ(json.at("incidents")[0].at("present"), true);
}

TEST_F(Formats, KcidbHasWhatTheHarnessLeftOpenAsMissed) {
  const Json json = Json::parse(*kcidb_report(report({cut_off()}), {"ci", "ci:build"}));
  EXPECT_EQ(std::ranges::count_if(json.at("tests"), [](const Json& one) { return one.at("status") == "MISS"; }),
            static_cast<long>(json.at("tests").size()) - 1)
      << "all but the rule that diverged before";
}

TEST_F(Formats, KcidbRefusesAnIdentityThatIsNone) {
  const Report one = report({run("")});
  EXPECT_NE(kcidb_report(one, {"My CI", "ci:x"}).error().find("--kcidb-origin"), std::string::npos);
  EXPECT_NE(kcidb_report(one, {"ci", "x"}).error().find("--kcidb-build-id"), std::string::npos);
  EXPECT_FALSE(kcidb_report(report({run(""), run("")}), {"ci", "ci:x"}));
}

TEST_F(Formats, PerfettoHasEveryStepAndTheDeadlineThatItLeaves) {
  const auto text = perfetto_report(report({run("")}), 1);
  ASSERT_TRUE(text) << text.error();
  const Json json = Json::parse(*text);
  const auto with = [&](const char* key, const std::string& value) {
    return std::ranges::count_if(json.at("traceEvents"), [&](const Json& one) { return one.value(key, "") == value; });
  };
  EXPECT_EQ(with("ph", "X"), 4);
  EXPECT_EQ(with("ph", "b"), with("ph", "e"));
  EXPECT_GE(with("ph", "b"), 1);
  EXPECT_EQ(with("name", "DIVERGED: PT-ARM-6"), 1);
  for (const Json& event : json.at("traceEvents")) {
    EXPECT_TRUE(event.contains("pid") && event.contains("tid") && event.contains("name")) << event;
    EXPECT_TRUE(event.at("ph") == "M" || event.at("ts").get<double>() >= 0) << event;
    EXPECT_TRUE(event.at("ph") != "X" || event.at("dur").get<double>() >= 0) << event;
  }
}

TEST_F(Formats, PerfettoNamesACardThatIsNotThere) {
  const Report one = report({run("")});
  EXPECT_EQ(perfetto_report(one, 2).error(), "--card 2: the report has 1 cards");
  EXPECT_FALSE(perfetto_report(one, 0));
}

}  // namespace
}  // namespace timerlaw::reports
