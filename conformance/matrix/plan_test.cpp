// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix/plan.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::matrix {
namespace {

MatrixOptions two_targets() {
  MatrixOptions options;
  options.targets = {"uml:6.12", "gvisor"};
  options.seed = 7;
  options.programs = 300;
  options.out = "results";
  return options;
}

TEST(MatrixPlan, EachTargetIsOneCommandThatSaysItAll) {
  const auto runs = plan_matrix(two_targets());
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(command_line(runs[0]),
            "timerlaw run --target uml:6.12 --allow-set-clock --profile auto --corpus --exhaustive-one-in 300 "
            "--programs 300 --seed 7 "
            "--jobs 1 --quiet --out results/uml-6.12 --resume");
}

TEST(MatrixPlan, ShardsAndAbisMultiplyTheRunsAndEachHasAFolderOfItsOwn) {
  MatrixOptions options = two_targets();
  options.abis = {"x86_64", "i386"};
  options.shards = 4;
  const auto runs = plan_matrix(options);
  EXPECT_EQ(runs.size(), 16u);
  std::set<std::string> folders;
  for (const MatrixRun& run : runs)
    folders.insert(run.folder);
  EXPECT_EQ(folders.size(), runs.size());
  EXPECT_EQ(runs[5].folder, "results/uml-6.12-i386.shard-1-of-4");
  EXPECT_NE(command_line(runs[5]).find("--abi i386"), std::string::npos);
  EXPECT_NE(command_line(runs[5]).find("--shard 1/4"), std::string::npos);
}

TEST(MatrixPlan, ACommandOfTheUsersIsQuotedAndItsFolderNamesItsFirstWordOnly) {
  MatrixOptions options = two_targets();
  options.targets = {"cmd:/opt/my board/run it's"};
  const auto runs = plan_matrix(options);
  EXPECT_NE(command_line(runs[0]).find("--target 'cmd:/opt/my board/run it'\\''s'"), std::string::npos)
      << command_line(runs[0]);
  EXPECT_EQ(runs[0].folder, "results/cmd-my");
}

TEST(MatrixPlan, ATargetMayHaveAProfileOfItsOwnOrOfItsKind) {
  MatrixOptions options;
  options.targets = {"gvisor:2024", "uml:6.12", "uml:7.2"};
  options.profile_of = {"gvisor=sandbox.toml", "uml:7.2=linux-7.2"};
  options.out = "out";
  const std::vector<MatrixRun> runs = plan_matrix(options);
  EXPECT_NE(command_line(runs[0]).find(" --profile sandbox.toml "), std::string::npos);
  EXPECT_NE(command_line(runs[1]).find(" --profile auto "), std::string::npos);
  EXPECT_NE(command_line(runs[2]).find(" --profile linux-7.2 "), std::string::npos);
}

TEST(MatrixPlan, AFolderOfExpectationsHasAFileForEachTargetAndOneForTheLabsKernels) {
  const runner::TemporaryFolder folder;
  for (const char* name : {"gvisor-2024.toml", "lab.toml"})
    std::ofstream(folder.path() / name) << "\n";
  MatrixOptions options;
  options.targets = {"gvisor:2024", "uml:6.12", "host"};
  options.expect = folder.path().string();
  options.out = "out";
  const std::vector<MatrixRun> runs = plan_matrix(options);
  EXPECT_NE(command_line(runs[0]).find("/gvisor-2024.toml "), std::string::npos);
  EXPECT_NE(command_line(runs[1]).find("/lab.toml "), std::string::npos);
  EXPECT_EQ(command_line(runs[2]).find("--expect"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw::matrix
