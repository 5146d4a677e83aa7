// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix/drive.h"

#include <gtest/gtest.h>

#include <fstream>

#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::matrix {
namespace {

class Drive : public testing::Test {
 protected:
  // Stands for timerlaw: says what it was asked, and ends as its second argument tells.
  std::string program() const {
    const std::string path = (folder_.path() / "program").string();
    std::ofstream(path) << "#!/bin/sh\necho \"$@\"; echo a message >&2; exit $2\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  MatrixRun run(const std::string& name, int code) const {
    return {name, (folder_.path() / name).string(), {}, {"run", std::to_string(code), name}};
  }
  std::string text(const std::string& name) const {
    std::ifstream in(folder_.path() / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  const runner::TemporaryFolder folder_;
};

TEST_F(Drive, EachRunsCodeIsKeptAndWhatItPrinted) {
  const std::vector<MatrixRun> runs = {run("a", 0), run("b", 1), run("c", 4)};
  std::vector<std::string> told;
  const auto driven = drive(program(), runs, 2, [&](const MatrixRun& one, const Driven& how) {
    told.push_back(one.column + (how.code < 0 ? " begins" : " ends"));
  });
  EXPECT_EQ(driven[0].code, 0);
  EXPECT_EQ(driven[1].code, 1);
  EXPECT_EQ(driven[2].code, 4);
  EXPECT_EQ(text("b.txt"), "run 1 b\n");
  EXPECT_EQ(text("b.log"), "a message\n");
  EXPECT_EQ(told.size(), 6u);
}

TEST_F(Drive, ARunThatIsCompleteIsNotRunAgain) {
  const MatrixRun done = run("a", 1);
  std::filesystem::create_directory(done.folder);
  runner::RunInfo info;
  info.arguments = done.arguments;
  info.shards = {0};
  const auto save = [&] {
    ASSERT_TRUE(
        runner::replace_file(std::filesystem::path(done.folder) / runner::kRunFile, runner::write_run_info(info)));
  };
  save();
  const auto nothing = [](const MatrixRun&, const Driven&) {};
  EXPECT_FALSE(drive(program(), {done}, 1, nothing)[0].before);
  info.complete = true;
  save();
  EXPECT_TRUE(drive(program(), {done}, 1, nothing)[0].before);
  info.arguments.emplace_back("--more");
  save();
  EXPECT_FALSE(drive(program(), {done}, 1, nothing)[0].before);
}

TEST_F(Drive, AProgramThatCannotBeStartedIsACodeLikeAShells) {
  EXPECT_EQ(drive("/nowhere/timerlaw", {run("a", 0)}, 1, [](const MatrixRun&, const Driven&) {})[0].code, 127);
}

}  // namespace
}  // namespace timerlaw::matrix
