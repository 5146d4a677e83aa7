// SPDX-License-Identifier: Apache-2.0
// The binary itself, from outside: what it prints where, and its exit codes.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "conformance/cli/shell_for_test.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"
#include "model/rule.h"

namespace timerlaw::cli {
namespace {

const std::string kAlarm = "timerlaw program 1\nalarm 0\nalarm 5\nalarm 0\n";

TEST_F(Cli, EveryCommandHasHelpWithAnExample) {
  for (const char* command : {"run", "gate", "report", "gen", "exec", "check", "simulate", "shrink", "rules", "explain",
                              "selftest", "agent", "merge", "identify", "targets", "matrix", "diff-profiles"}) {
    const Ran ran = sh(std::string("timerlaw ") + command + " --help");
    EXPECT_EQ(ran.code, 0) << command;
    EXPECT_NE(ran.out.find("Example:  timerlaw " + std::string(command) + " "), std::string::npos) << ran.out;
  }
  EXPECT_EQ(sh("timerlaw --version").out.find("timerlaw "), 0u);
}

TEST_F(Cli, WrongUsageExitsTwoAndNamesTheOption) {
  const std::pair<const char*, const char*> cases[] = {
      {"run --programs -1", "--programs"},    {"run --time soon", "--time"},
      {"run --shard 2/2", "--shard"},         {"run --jobs 0", "--jobs"},
      {"run --keep some", "--keep"},          {"run --no-such", "--no-such"},
      {"run --target vm", "--target"},        {"run --clock wall", "--clock"},
      {"run --profile linux-9", "--profile"}, {"run --expect missing.toml", "missing.toml"},
      {"gen --source magic", "--source"},     {"rules --family nobody", "--family"},
      {"run --resume", "--resume"},           {"simulate x", "--profile"},
      {"frobnicate", "frobnicate"},           {"check missing.trace", "missing.trace"}};
  for (const auto& [arguments, named] : cases) {
    const Ran ran = sh(std::string("timerlaw ") + arguments);
    EXPECT_EQ(ran.code, 2) << arguments;
    EXPECT_NE(ran.err.find(named), std::string::npos) << arguments << ": " << ran.err;
    EXPECT_EQ(ran.out, "") << arguments;
  }
}

TEST_F(Cli, ExplainsARuleAndHelpsWithAMistypedOne) {
  const std::string id(rules().front().id);
  EXPECT_NE(sh("timerlaw explain " + id).out.find(rules().front().text), std::string::npos);
  const Ran ran = sh("timerlaw explain " + id + "x");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find(id), std::string::npos);
}

TEST_F(Cli, ListsEveryRuleOnALine) {
  const Ran ran = sh("timerlaw rules");
  EXPECT_EQ(static_cast<std::size_t>(std::count(ran.out.begin(), ran.out.end(), '\n')), rules().size());
}

TEST_F(Cli, TheSameSeedGivesTheSamePrograms) {
  const std::string first = sh("timerlaw gen --seed 7 --programs 20").out;
  EXPECT_EQ(first, sh("timerlaw gen --seed 7 --programs 20").out);
  EXPECT_NE(first, sh("timerlaw gen --seed 8 --programs 20").out);
}

TEST_F(Cli, TheSimulatedKernelConforms) {
  const Ran ran =
      sh("timerlaw gen --seed 7 --programs 20 | timerlaw simulate --profile linux-6.13 - | timerlaw check -");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 20);
}

TEST_F(Cli, ExecPrintsTracesThatCheckCanJudge) {
  write("alarm.program", kAlarm);
  const Ran ran = sh("timerlaw exec alarm.program | timerlaw check --annotate - | timerlaw check -");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.out.find("-:1 accepted steps=3"), 0u) << ran.out;
}

TEST_F(Cli, AnInterruptedExecEndsAtOnce) {
  const Ran ran =
      sh("printf 'timerlaw program 1\\nsleep 20s\\n' > long.program; timerlaw exec long.program & pid=$!; "
         "until [ -s out.txt ]; do sleep 0.01; done; kill -TERM $pid; wait $pid");
  EXPECT_EQ(ran.code, 143) << ran.err;
  EXPECT_EQ(ran.out.find("end done"), std::string::npos) << ran.out;
}

TEST_F(Cli, ABrokenFileIsNamedWithLineAndColumn) {
  write("broken.trace", "timerlaw trace 1 child=reused pid=1 uid=0 next_id=0\nclocks monotonic\nnonsense\n");
  const Ran ran = sh("timerlaw check broken.trace");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("broken.trace:3:1: "), std::string::npos) << ran.err;
}

TEST_F(Cli, CheckOfNothingJudgedNothing) {
  write("empty.trace", "# nothing\n");
  EXPECT_EQ(sh("timerlaw check empty.trace").code, 4);
}

TEST_F(Cli, ARunWritesItsResultsAndSaysSo) {
  const Ran ran = sh("timerlaw run --programs 60 --no-waits --seed 7 --out results --keep all --confirm 1");
  ASSERT_TRUE(judged(ran.code)) << ran.out << ran.err;
  EXPECT_EQ(records("results"), 60u);
  const auto info = runner::read_run_info((path("results") / runner::kRunFile).string());
  ASSERT_TRUE(info) << info.error();
  EXPECT_TRUE(info->complete) << info->ended;
  EXPECT_NE(ran.out.find("60 run"), std::string::npos) << ran.out;
  const Ran again = sh("timerlaw check results");
  EXPECT_EQ(again.code, ran.code) << again.err;
  EXPECT_EQ(std::count(again.out.begin(), again.out.end(), '\n'), 60);
}

TEST_F(Cli, ACommandIsATargetToo) {
  const Ran ran =
      sh("timerlaw run --programs 20 --no-waits --seed 7 --out results --quiet --confirm 1 "
         "--target 'cmd:echo console noise; exec {agent}'");
  EXPECT_TRUE(judged(ran.code)) << ran.out << ran.err;
  EXPECT_EQ(records("results"), 20u);
  EXPECT_NE(ran.out.find("noise"), std::string::npos) << ran.out;
}

TEST_F(Cli, ATargetThatDoesNotAnswerIsAHarnessFailure) {
  EXPECT_EQ(sh("timerlaw run --programs 5 --out results --target cmd:false").code, 4);
  EXPECT_EQ(sh("timerlaw run --programs 5 --out results2 --target cmd:false --exit-style bisect").code, 125);
  EXPECT_EQ(sh("timerlaw run --programs 5 --out results3 --target cmd:false --exit-style kselftest").code, 4);
}

TEST_F(Cli, AFolderWithSomethingInItIsRefused) {
  std::filesystem::create_directory(path("results"));
  write("results/mine", "x");
  const Ran ran = sh("timerlaw run --programs 5 --out results");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("--out results: not empty"), std::string::npos) << ran.err;
}

TEST_F(Cli, ACutOffRunIsResumedWithoutAGap) {
  const std::string run = "timerlaw run --programs 40 --no-waits --seed 7 --out results --quiet --confirm 1";
  ASSERT_TRUE(judged(sh(run).code));
  const auto results = path("results") / runner::kResultsFile;
  std::filesystem::resize_file(results, std::filesystem::file_size(results) / 2);
  const Ran ran = sh(run + " --resume");
  EXPECT_TRUE(judged(ran.code)) << ran.err;
  EXPECT_EQ(records("results"), 40u);
  EXPECT_EQ(sh("timerlaw run --programs 40 --no-waits --seed 8 --out results --resume").code, 2);
}

TEST_F(Cli, ShardsMergeToTheWholeRun) {
  const std::string run = "timerlaw run --programs 30 --no-waits --seed 7 --quiet --confirm 1";
  ASSERT_TRUE(judged(sh(run + " --shard 0/2 --out a").code));
  ASSERT_TRUE(judged(sh(run + " --shard 1/2 --out b").code));
  const Ran half = sh("timerlaw merge half a");
  EXPECT_NE(half.err.find("shard 1/2 is missing"), std::string::npos) << half.err;
  const Ran ran = sh("timerlaw merge all b a a");
  EXPECT_TRUE(judged(ran.code)) << ran.out << ran.err;
  EXPECT_EQ(records("all"), 30u);
}

TEST_F(Cli, AnInterruptedRunSavesAndExitsWithTheSignal) {
  const Ran ran =
      sh("timerlaw run --time 10min --no-waits --seed 7 --out results --quiet & pid=$!; "
         "until [ -s results/results.jsonl ]; do :; done; kill -TERM $pid; wait $pid");
  EXPECT_EQ(ran.code, 143) << ran.err;
  EXPECT_GT(records("results"), 0u);
  const auto info = runner::read_run_info((path("results") / runner::kRunFile).string());
  ASSERT_TRUE(info) << info.error();
  EXPECT_FALSE(info->complete);
  EXPECT_EQ(info->ended, "interrupted");
}

TEST_F(Cli, TheAgentIsWrittenOut) {
  const Ran ran =
      sh("timerlaw agent --abi x86_64 > agent && chmod +x agent && "
         "timerlaw run --programs 5 --no-waits --out results --quiet --agent ./agent");
  EXPECT_TRUE(judged(ran.code)) << ran.err;
}

TEST_F(Cli, EachAbiHasAnAgentOfItsOwn) {
  if (!std::filesystem::exists(TIMERLAW_AGENT "-i386"))
    GTEST_SKIP() << "the compiler builds no 32-bit programs";
  const Ran ran = sh("for abi in x86_64 i386; do timerlaw agent --abi $abi > agent && od -An -tu1 -j4 -N1 agent; done");
  EXPECT_EQ(ran.out, "   2\n   1\n") << ran.err;  // ELFCLASS64, ELFCLASS32: elf(5)
}

TEST_F(Cli, AnAgentOnItsOwnIsJudgedFromItsOutput) {
  const Ran ran =
      sh("timerlaw agent --abi x86_64 > agent && chmod +x agent && timerlaw gen --seed 7 --programs 200 --wire | "
         "./agent --echo | timerlaw check -");
  EXPECT_TRUE(judged(ran.code)) << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 200);
  EXPECT_EQ(ran.err, "");
}

TEST_F(Cli, AnAgentsOutputIsAnnotatedAsTracesThatCanBeJudgedAgain) {
  const Ran ran =
      sh("timerlaw agent --abi x86_64 > agent && chmod +x agent && timerlaw gen --no-waits --seed 7 --programs 20 "
         "--wire > some.wire && (echo booting; ./agent --echo < some.wire; echo login:) > board.log; "
         "timerlaw check --annotate board.log | timerlaw check -");
  EXPECT_TRUE(judged(ran.code)) << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 20);
  EXPECT_NE(ran.err.find("board.log: 2 lines with noise"), std::string::npos) << ran.err;
}

TEST_F(Cli, AProfileFromAFileIsRecordedSoThatResultsAreJudgedByItAgain) {
  write("mine.toml", "name = \"mine\"\nbase = \"linux-6.15\"\ngetitimer_null_first = true\n");
  write("null.program", "timerlaw program 1\ngetitimer which=99 out=null\n");
  const Ran simulated = sh("timerlaw simulate --profile ./mine.toml null.program > null.trace && cat null.trace");
  EXPECT_NE(simulated.out.find("= -EFAULT"), std::string::npos) << simulated.out << simulated.err;
  EXPECT_EQ(sh("timerlaw check --profile mine.toml null.trace").code, 0);
  EXPECT_EQ(sh("timerlaw check --profile linux-6.15 null.trace").code, 1);

  ASSERT_TRUE(judged(sh("timerlaw run --programs 20 --no-waits --seed 7 --out results --quiet --confirm 0 "
                        "--keep all --profile mine.toml")
                         .code));
  std::filesystem::remove(path("mine.toml"));
  EXPECT_EQ(sh("timerlaw check results").code, sh("timerlaw check --profile results/profile.toml results").code);
  EXPECT_TRUE(judged(sh("timerlaw merge all results").code));
  EXPECT_TRUE(std::filesystem::exists(path("all") / runner::kProfileFile));
}

TEST_F(Cli, AMistakeInAProfileIsNamedWithItsLine) {
  write("mine.toml", "name = \"mine\"\nbase = \"linux-6.15\"\nposix_timer = true\n");
  const Ran ran = sh("timerlaw run --profile mine.toml");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("mine.toml:3:"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("posix_timers"), std::string::npos) << ran.err;
}

TEST_F(Cli, StrictTurnsAQuirkIntoADivergence) {
  write("null.program", "timerlaw program 1\nsetitimer real new=null\n");
  ASSERT_EQ(sh("timerlaw simulate --profile linux-6.15 null.program > null.trace").code, 0);
  EXPECT_EQ(sh("timerlaw check null.trace").code, 0);
  const Ran strict = sh("timerlaw check --strict null.trace");
  EXPECT_EQ(strict.code, 1);
  EXPECT_NE(strict.out.find("ARG-SI-2@0"), std::string::npos) << strict.out;
}

TEST_F(Cli, IdentifySaysForEverySwitchWhatItIsOrThatItCannotTell) {
  const Ran ran = sh("timerlaw identify");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* text : {"stale_signals_dropped", "restore_ids", "cannot tell", "linux-"})
    EXPECT_NE(ran.out.find(text), std::string::npos) << ran.out;
}

TEST_F(Cli, DiffProfilesPrintsAProgramAndBothTraces) {
  const Ran ran = sh("timerlaw diff-profiles linux-4.19 linux-5.5 --bound 300 --programs 0");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("### getitimer_null_first: true → false"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("    getitimer which=99 out=null\n    = -EFAULT"), std::string::npos) << ran.out;
  EXPECT_EQ(sh("timerlaw diff-profiles linux-4.19").code, 2);
  EXPECT_EQ(sh("timerlaw diff-profiles linux-4.19 auto").code, 2);
}

}  // namespace
}  // namespace timerlaw::cli
