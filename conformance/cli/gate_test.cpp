// SPDX-License-Identifier: Apache-2.0
// The gate from outside: its exit codes, what it prints and what it writes. The targets are this host, whose kernel may
// diverge or not, and saved results, of which the tests know what stands in them.
#include <algorithm>

#include "conformance/cli/shell_for_test.h"
#include "conformance/formats/facts_text.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::cli {
namespace {

class Gate : public Cli {
 protected:
  // Results of one program, `alarm 0`, which broke ALRM-1 or did not.
  void save(const std::string& name, bool diverged, bool complete = true) {
    std::filesystem::create_directories(path(name));
    runner::Record record;
    record.steps[static_cast<std::size_t>(diverged ? Verdict::diverged : Verdict::accepted)] = 1;
    record.verdict = diverged ? Verdict::diverged : Verdict::accepted;
    record.kept = true;
    if (diverged)
      record.diverged = {"ALRM-1"};
    else
      record.exercised = {"ALRM-1"};
    std::string line;
    runner::append_line(line, record);
    write(name + "/results.jsonl", line);
    auto traces = runner::TraceWriter::open(path(name) / runner::kTracesFile, to_text(TargetFacts{}));
    traces->add(
        "# program 0\ntimerlaw trace 1 child=reused pid=1 uid=0 next_id=0\nclocks monotonic\n@ 1\nalarm 0\n"
        "= 0 @ 2\nend done\n");
    EXPECT_TRUE(traces->flush());
    runner::RunInfo info;
    info.shards = {0};
    info.profile = "linux-6.13";
    info.facts.release = "6.13.1";
    info.target = "host";
    info.complete = complete;
    info.ended = complete ? "" : "the budget ran out";
    if (diverged) {
      info.unexplained = 1;
      info.findings.push_back({"ALRM-1", 0, 1, 10, 10, "timerlaw program 1\nalarm 0\n", "", ""});
    }
    write(name + "/run.json", runner::write_run_info(info));
  }
  std::string text_of(const std::string& file) const {
    const auto bytes = runner::read_bytes(path(file).string());
    return bytes ? *bytes : "";
  }
  // One entry, for ALRM-1 in any program.
  void expect_alarm(const std::string& more = "") {
    write("e.toml", "[[divergence]]\nrule = \"ALRM-1\"\nreason = \"known\"\n" + more);
  }
};

TEST_F(Gate, OfSavedResultsSaysWhatTheirRunSaid) {
  save("good", false);
  save("bad", true);
  save("cut", false, false);
  EXPECT_EQ(sh("timerlaw gate good").code, 0);
  EXPECT_EQ(sh("timerlaw gate bad").code, 1);
  EXPECT_EQ(sh("timerlaw gate cut").code, 4);
  EXPECT_EQ(sh("timerlaw gate good cut").code, 4);
  EXPECT_EQ(sh("timerlaw gate bad cut").code, 1);
}

TEST_F(Gate, JudgesSavedResultsAgainstAnotherFile) {
  save("good", false);
  save("bad", true);
  expect_alarm();
  EXPECT_EQ(sh("timerlaw gate bad --expect e.toml").code, 0);
  const Ran stale = sh("timerlaw gate good --expect e.toml");
  EXPECT_EQ(stale.code, 3);
  EXPECT_NE(stale.out.find("stale       ALRM-1 (line 1): known"), std::string::npos) << stale.out;
  expect_alarm("[[exercised]]\nrules = [\"ITR-9\"]\n");
  const Ran unexercised = sh("timerlaw gate bad --expect e.toml");
  EXPECT_EQ(unexercised.code, 4);
  EXPECT_NE(unexercised.out.find("unexercised ITR-9"), std::string::npos) << unexercised.out;
  expect_alarm("when = \"sometimes\"\n");
  EXPECT_EQ(sh("timerlaw gate good --expect e.toml").code, 0);
}

TEST_F(Gate, TranslatesItsExitCodes) {
  save("good", false);
  save("cut", false, false);
  expect_alarm();
  EXPECT_EQ(sh("timerlaw gate cut --exit-style bisect").code, 125);
  EXPECT_EQ(sh("timerlaw gate good --expect e.toml --exit-style bisect").code, 0);
  EXPECT_EQ(sh("timerlaw gate good --expect e.toml --exit-style kselftest").code, 1);
  EXPECT_EQ(sh("timerlaw gate nothing --exit-style bisect").code, 128);
}

TEST_F(Gate, WritesReportsAndTheSummaryOfAStep) {
  save("bad", true);
  const Ran ran = sh("GITHUB_STEP_SUMMARY=summary.md timerlaw gate bad --out out");
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(text_of("summary.md").starts_with("## timerlaw: DIVERGED\n")) << text_of("summary.md");
  EXPECT_NE(text_of("out/junit.xml").find("<failure type=\"diverged\""), std::string::npos);
  EXPECT_NE(text_of("out/report.ktap").find("\nnot ok "), std::string::npos);
  for (const char* file : {"out/report.md", "out/report.json", "out/report.html"})
    EXPECT_NE(text_of(file), "") << file;
  EXPECT_EQ(sh("timerlaw gate bad --out out").code, 2) << "nothing is written over";
}

TEST_F(Gate, ProposesWhatTheFileLacksAndFailsUntilSomebodySaysWhy) {
  save("bad", true);
  const Ran first = sh("timerlaw gate bad --expect new.toml --update");
  EXPECT_EQ(first.code, 1);
  EXPECT_NE(first.err.find("2 entries added"), std::string::npos) << first.err;
  const Ran gap = sh("timerlaw gate bad --expect new.toml");
  EXPECT_EQ(gap.code, 2);
  EXPECT_NE(gap.err.find("new.toml:"), std::string::npos) << gap.err;
  sh("sed -i 's/WHY?/known/' new.toml");
  const Ran filled = sh("timerlaw gate bad --expect new.toml");
  EXPECT_EQ(filled.code, 0) << filled.out << filled.err << text_of("new.toml");
}

TEST_F(Gate, WrongUsageIsNamed) {
  save("good", false);
  EXPECT_NE(sh("timerlaw gate good --update").err.find("--expect"), std::string::npos);
  EXPECT_NE(sh("timerlaw gate good --target host").err.find("either RESULTS or --target"), std::string::npos);
  write("wrong.toml", "[[divergence]]\nrule = \"ALRM-1\"\nreason = \"r\"\nwhy = 1\n");
  const Ran ran = sh("timerlaw gate good --expect wrong.toml");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("wrong.toml:4:"), std::string::npos) << ran.err;
}

TEST_F(Gate, OfATargetRunsAListThatTimeDoesNotChoose) {
  const std::string gate =
      "timerlaw gate --exhaustive-one-in 100000 --programs 50 --quiet --shrink-time 0s --profile "
      "auto --target 'cmd:exec {agent}' ";
  const Ran whole = sh(gate + "--out whole");
  ASSERT_TRUE(judged(whole.code)) << whole.out << whole.err;
  const Ran cut = sh(gate + "--out cut --budget 0s");
  EXPECT_TRUE(cut.code == 4 || cut.code == 1) << cut.out << cut.err;
  EXPECT_NE(cut.out.find("the budget ran out after "), std::string::npos) << cut.out;
  const auto whole_info = runner::read_run_info((path("whole") / runner::kRunFile).string());
  const auto cut_info = runner::read_run_info((path("cut") / runner::kRunFile).string());
  ASSERT_TRUE(whole_info && cut_info);
  EXPECT_EQ(whole_info->plan, cut_info->plan);
  EXPECT_TRUE(whole_info->complete);
  EXPECT_NE(text_of("whole/junit.xml"), "");
}

TEST_F(Gate, OfATargetThatIsNotThereIsAHarnessFailure) {
  EXPECT_EQ(sh("timerlaw gate --target cmd:false --out out").code, 4);
  EXPECT_EQ(sh("timerlaw gate --target cmd:false --out out --exit-style bisect").code, 125);
  EXPECT_EQ(sh("timerlaw gate --target cmd:false --out out --exit-style kselftest").code, 4);
}

TEST_F(Gate, AReportOfSavedResultsComesInEveryFormat) {
  save("bad", true);
  for (const char* format : {"terminal", "md", "html", "json", "junit", "ktap"}) {
    const Ran ran = sh(std::string("timerlaw report bad --format ") + format);
    EXPECT_EQ(ran.code, 0) << format << ran.err;
    EXPECT_NE(ran.out, "") << format;
  }
  EXPECT_EQ(sh("timerlaw report bad --format kcidb --kcidb-origin ci --kcidb-build-id ci:1").code, 0);
  const Ran nobody = sh("timerlaw report bad --format kcidb");
  EXPECT_EQ(nobody.code, 2);
  EXPECT_NE(nobody.err.find("--kcidb-origin"), std::string::npos) << nobody.err;
  EXPECT_EQ(sh("timerlaw report bad --format perfetto --card 2").code, 2);
  EXPECT_EQ(sh("timerlaw report").code, 2);
}

TEST_F(Gate, TwoRunsAreCompared) {
  save("good", false);
  save("bad", true);
  const Ran ran = sh("timerlaw report --compare good bad");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("  appeared    ALRM-1: held -> diverged: 1 program diverges\n"), std::string::npos) << ran.out;
  EXPECT_NE(sh("timerlaw report --compare good bad --format json").out.find("\"appeared\""), std::string::npos);
  EXPECT_EQ(sh("timerlaw report --compare good bad --format ktap").code, 2);
}

TEST_F(Gate, ResultsThatAreJudgedOtherwiseTodaySaySo) {
  save("bad", true);
  const Ran ran = sh("timerlaw check bad");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("bad/traces.zst:1 accepted steps=1 (was diverged ALRM-1)\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.err.find("judged again: 0 as before; 1 diverged ALRM-1 -> accepted"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace timerlaw::cli
