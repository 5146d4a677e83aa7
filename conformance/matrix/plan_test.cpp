// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix/plan.h"

#include <gtest/gtest.h>

#include <set>

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
            "timerlaw run --target uml:6.12 --allow-set-clock --profile auto --corpus --exhaustive-one-in 100 "
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

}  // namespace
}  // namespace timerlaw::matrix
