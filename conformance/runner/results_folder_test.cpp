// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/results_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "conformance/runner/results_file.h"
#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

RunInfo shard_one_of_two() {
  RunInfo info;
  info.shard = {1, 2};
  info.shards = {1};
  return info;
}

void write(const TemporaryFolder& folder, const RunInfo& info, std::initializer_list<std::uint64_t> indices) {
  ASSERT_TRUE(replace_file(folder.path() / kRunFile, write_run_info(info)));
  std::string text;
  for (const auto index : indices) {
    Record record;
    record.index = index;
    append_line(text, record);
  }
  std::ofstream(folder.path() / kResultsFile) << text;
}

auto resume(const TemporaryFolder& folder, const RunInfo& info) {
  return resume_folder(folder.path(), info, [](const Record&) {});
}

TEST(ResultsFolder, OneWithSomethingInItIsRefused) {
  const TemporaryFolder folder;
  EXPECT_TRUE(make_folder(folder.path()));
  std::ofstream(folder.path() / "mine") << "x";
  const Status made = make_folder(folder.path());
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().find("not empty"), std::string::npos);
}

TEST(ResultsFolder, ResumesBehindTheLastRecordOfItsShard) {
  const TemporaryFolder folder;
  write(folder, shard_one_of_two(), {1, 3, 5});
  std::ofstream(folder.path() / kResultsFile, std::ios::app) << "{\"index\":7,\"ver";
  const auto resumed = resume(folder, shard_one_of_two());
  ASSERT_TRUE(resumed) << resumed.error();
  ASSERT_TRUE(resumed->has_value());
  EXPECT_EQ((*resumed)->next, 3u);
  EXPECT_EQ((*resumed)->tally.programs, 3u);
}

TEST(ResultsFolder, ResumesAnEmptyOneAsANewRun) {
  const TemporaryFolder folder;
  const auto resumed = resume(folder, shard_one_of_two());
  ASSERT_TRUE(resumed);
  EXPECT_FALSE(resumed->has_value());
}

TEST(ResultsFolder, IsNotResumedByAnotherRun) {
  const TemporaryFolder folder;
  write(folder, shard_one_of_two(), {1});
  RunInfo other = shard_one_of_two();
  other.seed = 8;
  const auto resumed = resume(folder, other);
  ASSERT_FALSE(resumed);
  EXPECT_NE(resumed.error().find("seed: 0 and 8"), std::string::npos);
}

TEST(ResultsFolder, ARecordOutOfItsPlaceIsDamage) {
  const TemporaryFolder folder;
  write(folder, shard_one_of_two(), {1, 5});
  const auto resumed = resume(folder, shard_one_of_two());
  ASSERT_FALSE(resumed);
  EXPECT_NE(resumed.error().find("record 2 is of program 5"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw::runner
