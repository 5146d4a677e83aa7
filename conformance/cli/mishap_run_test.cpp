// SPDX-License-Identifier: Apache-2.0
// Runs on targets that die, panic, hang, talk nonsense or are not there: shell commands around the agent.
#include <algorithm>

#include "conformance/cli/shell_for_test.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::cli {
namespace {

class MishapRun : public Cli {
 protected:
  // A run of so many quick programs in the folder `results`, on a target with one agent.
  Ran run(const std::string& command, int programs, const std::string& more = "") {
    return sh(
        "timerlaw run --quiet --no-waits --twins 0 --jobs 1 --seed 7 --confirm 0 --shrink-time 0s --out results "
        "--programs " +
        std::to_string(programs) + " --target 'cmd:" + command + "' " + more);
  }
  // Lets so many lines of the agent's through, then does something.
  static std::string after(int lines, const std::string& what) {
    return "{agent} | { n=0; while read -r line; do n=$((n+1)); if [ $n -gt " + std::to_string(lines) + " ]; then " +
           what + "; fi; printf \"%s\\n\" \"$line\"; done; }";
  }
  std::string text_of(const std::string& file) const {
    const auto bytes = runner::read_bytes((path("results") / file).string());
    return bytes ? *bytes : "";
  }
  bool says(const std::string& file, const std::string& text) const {
    return text_of(file).find(text) != text_of("").npos;
  }
  std::uint64_t breaking(const std::string& rule) const {
    std::uint64_t count = 0;
    EXPECT_TRUE(runner::read_results(path("results") / runner::kResultsFile, [&](const runner::Record& record) {
      count += std::ranges::count(record.diverged, rule) > 0 ? 1u : 0u;
    }));
    return count;
  }
};

constexpr const char* kPanic = "echo \"[    1.0] Kernel panic - not syncing: Fatal exception\" >&2; exit 1";

TEST_F(MishapRun, APanicIsAResultTheGuestIsStartedAgainAndTheRunGoesOn) {
  const Ran ran = run(after(60, kPanic), 200);
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(records("results"), 200u);
  EXPECT_GT(breaking("KERNEL-SPLAT"), 0u);
  EXPECT_TRUE(says("results.jsonl", "Kernel panic - not syncing: Fatal exception"));
  EXPECT_TRUE(says("console.log", "Kernel panic - not syncing: Fatal exception"));
  EXPECT_TRUE(runner::read_run_info((path("results") / runner::kRunFile).string())->complete);
  EXPECT_NE(ran.out.find("KERNEL-SPLAT"), std::string::npos) << ran.out;
}

TEST_F(MishapRun, AWarningThatNoProgramAloneBringsBackIsADivergenceAllTheSame) {
  const Ran ran = run(after(60, "[ -e warned ] || { : > warned; echo \"BUG: workqueue lockup\" >&2; }"), 200);
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(records("results"), 200u);
  EXPECT_EQ(breaking("KERNEL-SPLAT"), 0u);
  const auto info = runner::read_run_info((path("results") / runner::kRunFile).string());
  ASSERT_TRUE(info) << info.error();
  EXPECT_TRUE(std::ranges::any_of(info->findings, [](const auto& one) { return one.rule == "KERNEL-SPLAT"; }));
  EXPECT_TRUE(says("cards/001-KERNEL-SPLAT/card.md", "BUG: workqueue lockup") ||
              says("cards/002-KERNEL-SPLAT/card.md", "BUG: workqueue lockup"));
}

TEST_F(MishapRun, ATargetThatFallsSilentIsAResultToo) {
  const Ran ran = run(after(60, "exec sleep 1000"), 200, "--hang-limit 300ms");
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(records("results"), 200u);
  EXPECT_GT(breaking("CALL-RETURNS"), 0u);
}

TEST_F(MishapRun, AProgramThatKillsItsTargetIsShrunkToTheStepThatDoesIt) {
  // A target that cannot stand a program of its own: one of more than a few hundred characters.
  const Ran ran = sh(
      "timerlaw run --quiet --no-waits --twins 0 --jobs 1 --seed 7 --confirm 2 --shrink-time 20s --out results "
      "--programs 5 --target 'cmd:while read -r line; do [ ${#line} -gt 100 ] && { echo \"kernel BUG at kernel/time\" "
      ">&2; kill $$; }; printf \"%s\\n\" \"$line\"; done | {agent}'");
  EXPECT_EQ(ran.code, 1) << ran.err << ran.out;
  EXPECT_EQ(records("results"), 5u);
  ASSERT_GT(breaking("KERNEL-SPLAT"), 0u) << text_of("results.jsonl");
  const auto info = runner::read_run_info((path("results") / runner::kRunFile).string());
  const auto splat = std::ranges::find(info->findings, "KERNEL-SPLAT", &runner::FindingInfo::rule);
  ASSERT_NE(splat, info->findings.end());
  EXPECT_EQ(splat->confirmed, 2);
  EXPECT_NE(splat->program, "");
  EXPECT_TRUE(says(splat->card + "/card.md", "kernel BUG at kernel/time"));
}

TEST_F(MishapRun, ATargetThatDiesWithoutAWordIsAHarnessFailureWithWhatWasKept) {
  const Ran ran = run(after(60, "exit 1"), 2000);
  EXPECT_TRUE(ran.code == 4 || ran.code == 1) << ran.err;
  EXPECT_GT(records("results"), 50u);
  const auto info = runner::read_run_info((path("results") / runner::kRunFile).string());
  ASSERT_TRUE(info) << info.error();
  EXPECT_FALSE(info->complete);
  EXPECT_NE(info->ended.find("not judged: the agent failed"), std::string::npos) << info->ended;
}

TEST_F(MishapRun, ATargetThatTalksNonsenseIsAHarnessFailureWithItsLastOutput) {
  const Ran ran = run("echo Lorem ipsum; true", 10);
  EXPECT_EQ(ran.code, 4);
  EXPECT_NE(ran.err.find("Lorem ipsum"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(path("results")));
}

TEST_F(MishapRun, AKernelThatIsNotThereIsNamedWithTheCommandThatGetsIt) {
  std::filesystem::create_directory(path("lab"));
  write("lab/kernel.sh", "#!/bin/sh\nprintf 'uml-6.1\\tuml\\tmissing\\t\\tci/lab/kernel.sh get uml-6.1\\n'\n");
  write("lab/boot.sh", "#!/bin/sh\n");
  for (const std::string command : {"run --out results", "identify", "exec -"}) {
    const Ran ran = sh("chmod +x lab/*.sh; TIMERLAW_LAB=lab timerlaw " + command + " --target uml:6.1");
    EXPECT_EQ(ran.code, 4) << command;
    EXPECT_NE(ran.err.find("ci/lab/kernel.sh get uml-6.1"), std::string::npos) << ran.err;
  }
  const Ran own = sh("TIMERLAW_LAB=lab timerlaw run --target uml:./linux");
  EXPECT_EQ(own.code, 4);
  EXPECT_NE(own.err.find("no kernel './linux'"), std::string::npos) << own.err;
}

}  // namespace
}  // namespace timerlaw::cli
