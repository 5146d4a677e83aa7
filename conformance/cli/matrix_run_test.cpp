// SPDX-License-Identifier: Apache-2.0
// The matrix from outside: its plan, its table, and that nothing is lost when it is stopped.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "conformance/cli/shell_for_test.h"
#include "conformance/runner/run_info.h"

namespace timerlaw::cli {
namespace {

class MatrixRun : public Cli {
 protected:
  // A small matrix of this host and of whatever else is named.
  Ran matrix(const std::string& more) {
    return sh(
        "timerlaw matrix --no-corpus --exhaustive-one-in 50000 --programs 100 --seed 7 --shrink-time 0s --out out " +
        more);
  }
  bool exists(const std::string& file) const { return std::filesystem::exists(path(file)); }
  std::string text_of(const std::string& file) const {
    const auto bytes = runner::read_bytes(path(file).string());
    return bytes ? *bytes : "";
  }
  std::string without_shards_own(const std::string& folder) const {
    // Which rules a program exercised first, and how late timers were, is each run's own on a real machine.
    std::string indexes;
    EXPECT_TRUE(runner::read_results(path(folder) / runner::kResultsFile, [&](const runner::Record& record) {
      indexes += std::to_string(record.index) + "\n";
    }));
    return indexes;
  }
};

TEST_F(MatrixRun, APlanIsCommandsAndNothingIsWritten) {
  const Ran ran = matrix("--targets host,uml:6.12 --shards 3 --plan");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 6);
  EXPECT_NE(ran.out.find("timerlaw run --target uml:6.12 --allow-set-clock --profile auto "), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("--shard 2/3"), std::string::npos);
  EXPECT_FALSE(exists("out"));
}

TEST_F(MatrixRun, ATargetThatIsNotThereIsAColumnThatSaysWhyAndTheOthersAreRun) {
  const Ran ran = matrix("--targets host,cmd:false");
  EXPECT_TRUE(ran.code == 4 || ran.code == 1) << ran.code << ran.err;
  EXPECT_NE(ran.out.find("cmd:false: no results: 'cmd:false' ended before its hello"), std::string::npos) << ran.out;
  const auto json = nlohmann::json::parse(text_of("out/matrix.json"));
  EXPECT_EQ(json.at("targets").at(0).at("name"), "host");
  EXPECT_TRUE(json.at("targets").at(0).at("complete").get<bool>());
  EXPECT_NE(json.at("targets").at(1).at("failure"), "");
  EXPECT_TRUE(exists("out/matrix.md") && exists("out/host/run.json"));
}

TEST_F(MatrixRun, TheShardsOfATargetAreMergedToAllOfItsPrograms) {
  const Ran sharded = matrix("--targets host --shards 3");
  ASSERT_TRUE(judged(sharded.code)) << sharded.code << sharded.out << sharded.err;
  ASSERT_TRUE(
      judged(sh("timerlaw matrix --no-corpus --exhaustive-one-in 50000 --programs 100 --seed 7 --shrink-time 0s --out "
                "whole --targets host")
                 .code));
  EXPECT_EQ(without_shards_own("out/host"), without_shards_own("whole/host"));
}

TEST_F(MatrixRun, AMatrixThatWasStoppedGoesOnWithoutLoss) {
  const std::string wanted = "--targets host --shards 2 --at-once 1";
  ASSERT_TRUE(judged(matrix(wanted).code));
  const std::string whole = without_shards_own("out/host");
  // As if it had been killed in the middle of one run, before the other.
  sh("rm -r out/host.shard-1-of-2 out/host out/matrix.*; head -c 3000 out/host.shard-0-of-2/results.jsonl > cut; "
     "cp cut out/host.shard-0-of-2/results.jsonl; sed -i 's/\"complete\": true/\"complete\": false/' "
     "out/host.shard-0-of-2/run.json");
  EXPECT_EQ(matrix(wanted).code, 2);
  const Ran ran = matrix(wanted + " --resume");
  EXPECT_TRUE(judged(ran.code)) << ran.err;
  EXPECT_EQ(without_shards_own("out/host"), whole);
  const Ran again = matrix(wanted + " --resume");
  EXPECT_TRUE(judged(again.code));
  EXPECT_EQ(again.err, "timerlaw: host 0/2: was complete\ntimerlaw: host 1/2: was complete\n");
}

TEST_F(MatrixRun, AMistakeIsWrongUsage) {
  EXPECT_EQ(sh("timerlaw matrix --out out").code, 2);
  EXPECT_EQ(matrix("--targets host,host").code, 2);
  EXPECT_EQ(matrix("--targets vm").code, 2);
}

}  // namespace
}  // namespace timerlaw::cli
