// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run_info.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/runner/temporary_folder_for_test.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::runner {
namespace {

RunInfo info() {
  RunInfo info;
  info.tool = "0.1.0";
  info.seed = ~std::uint64_t{0};
  info.shard = {1, 4};
  info.shards = {1};
  info.profile = "linux-6.13";
  info.plan = {{"aimed", 10}, {"random", kUnbounded}};
  info.skipped = {{"too long", 3}};
  info.facts.release = "6.18.5";
  info.findings = {{"ITR-3", 7, 2, 1, 10, "timerlaw program 1\n", "cards/001-ITR-3", "", "random", true, "it said so",
                    "https://example.org"}};
  info.unexplained = 2;
  info.stale = {{"REM-4", 12, "rounds down"}};
  info.unexercised = {{"ALRM-1", "no program would have noticed"}};
  return info;
}

TEST(RunInfo, ReadsBackAsItWasWritten) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.json";
  ASSERT_TRUE(replace_file(path, write_run_info(info())));
  const auto read = read_run_info(path.string());
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(write_run_info(*read), write_run_info(info()));
  EXPECT_EQ(read->plan, info().plan);
  EXPECT_EQ(read->skipped, info().skipped);
  EXPECT_EQ(read->findings, info().findings);
}

TEST(RunInfo, RefusesAnotherSchemaByName) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.json";
  ASSERT_TRUE(replace_file(path, "{\"schema\": 99}"));
  const auto read = read_run_info(path.string());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().find("schema 99"), std::string::npos);
}

TEST(RunInfo, ReadsWhatEarlierVersionsWrote) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.json";
  nlohmann::json old = nlohmann::json::parse(write_run_info(info()));
  old["schema"] = 1;
  for (const char* key : {"switches", "strict", "twins", "unexplained", "unexercised"})
    old.erase(key);
  for (const char* key : {"virtual_time", "lateness_bound_ns", "cpu_time"})
    old["facts"].erase(key);
  for (const char* key : {"source", "shrunk", "observed", "link"})
    old["findings"][0].erase(key);
  old["stale"] = {"REM-4 (line 12): rounds down"};
  ASSERT_TRUE(replace_file(path, old.dump()));
  const auto read = read_run_info(path.string());
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->stale, info().stale);
  EXPECT_EQ(read->unexplained, 2u);
  EXPECT_EQ(read->facts.release, "6.18.5");
  EXPECT_FALSE(read->facts.virtual_time);
}

TEST(RunInfo, NamesNoPlaceOfThisMachine) {
  EXPECT_EQ(public_arguments({"--out", "/home/me/results", "--expect=/srv/host.toml", "--shard", "1/4", "--target",
                              "cmd:/opt/bin/ssh me@board", "--seed=7"}),
            (std::vector<std::string>{"--out", "results", "--expect=host.toml", "--shard", "1/4", "--target", "cmd:ssh",
                                      "--seed=7"}));
  EXPECT_EQ(public_target("host"), "host");
}

TEST(RunInfo, SaysInWhatTwoRunsDiffer) {
  RunInfo other = info();
  EXPECT_EQ(difference(info(), other), "");
  other.seed = 1;
  EXPECT_EQ(difference(info(), other), "seed: 18446744073709551615 and 1");
  other = info();
  other.plan.pop_back();
  EXPECT_EQ(difference(info(), other).find("plan: "), 0u);
}

}  // namespace
}  // namespace timerlaw::runner
