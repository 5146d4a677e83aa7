// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/merge.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "conformance/runner/results_file.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::runner {
namespace {

// A shard of one small run; two generated shards may judge the same program differently.
Results any_results() {
  Results results;
  results.info.shard = {*rc::gen::inRange<std::uint64_t>(0, 4), 4};
  results.info.shards = {results.info.shard.index};
  results.info.complete = *rc::gen::arbitrary<bool>();
  const auto seen = *rc::gen::inRange<std::uint64_t>(0, 3);
  if (seen != 0)
    results.info.findings.push_back({"ITR-3", seen, seen, 1, 10, "", "", ""});
  const auto count = *rc::gen::inRange<std::uint64_t>(0, 6);
  for (std::uint64_t i = 0; i < count; ++i) {
    Record record;
    record.index = i;
    record.verdict = *rc::gen::element(Verdict::accepted, Verdict::weak, Verdict::diverged);
    if (record.verdict == Verdict::diverged)
      record.diverged = {"ITR-3"};
    record.exercised = *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"ITR-3"});
    results.records.emplace(i, record);
  }
  return results;
}

std::string shown(const Results& results) {
  std::string text = write_run_info(results.info);
  for (const auto& [index, record] : results.records)
    append_line(text, record);
  for (const auto& [index, verdicts] : results.conflicts) {
    text += std::to_string(index);
    for (const std::string& verdict : verdicts)
      text += " " + verdict;
  }
  return text;
}

RC_GTEST_PROP(Merge, DoesNotDependOnTheOrder, ()) {
  const Results a = any_results();
  const Results b = any_results();
  RC_ASSERT(shown(*merge(a, b)) == shown(*merge(b, a)));
}

RC_GTEST_PROP(Merge, DoesNotDependOnTheGrouping, ()) {
  const Results a = any_results();
  const Results b = any_results();
  const Results c = any_results();
  RC_ASSERT(shown(*merge(*merge(a, b), c)) == shown(*merge(a, *merge(b, c))));
}

RC_GTEST_PROP(Merge, OfTheSameAgainChangesNothing, ()) {
  const Results a = any_results();
  const Results b = any_results();
  const Results once = *merge(a, b);
  RC_ASSERT(shown(*merge(a, a)) == shown(a));
  RC_ASSERT(shown(*merge(once, b)) == shown(once));
}

TEST(Merge, KeepsTheDivergenceAndShowsTheConflict) {
  Results accepted;
  accepted.info.shards = {0};
  accepted.records[3].index = 3;
  Results diverged = accepted;
  diverged.records[3].verdict = Verdict::diverged;
  diverged.records[3].diverged = {"ITR-3"};
  const Results merged = *merge(accepted, diverged);
  EXPECT_EQ(merged.records.at(3).verdict, Verdict::diverged);
  EXPECT_EQ(merged.conflicts.at(3), (std::set<std::string>{"accepted", "diverged"}));
}

TEST(Merge, RefusesPartsOfDifferentRuns) {
  Results a;
  a.info.shards = {0};
  Results b = a;
  b.info.generator = 7;
  const auto merged = merge(a, b);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error(), "these are not parts of one run: generator version: 0 and 7");
}

TEST(Merge, NamesTheMissingShards) {
  Results a;
  a.info.shard = {1, 3};
  a.info.shards = {1};
  EXPECT_EQ(missing_shards(a), (std::vector<std::uint64_t>{0, 2}));
}

TEST(Merge, WritesEachTraceOnceAndReadsBack) {
  const TemporaryFolder folder;
  const auto shard = folder.path() / "a";
  Results results;
  results.info.profile = "linux-6.15";
  results.info.shards = {0};
  results.records[3].index = 3;
  std::filesystem::create_directory(shard);
  ASSERT_TRUE(replace_file(shard / kRunFile, write_run_info(results.info)));
  {
    auto traces = TraceWriter::open(shard / kTracesFile, "facts\n");
    traces->add("# program 3\ntrace\n");
    ASSERT_TRUE(traces->flush());
  }
  const auto out = folder.path() / "out";
  ASSERT_TRUE(write_merged(results, out, {shard, shard}));
  const auto back = read_folder(out);
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(shown(*back), shown(results));
  std::string text;
  ASSERT_TRUE(read_text((out / kTracesFile).string(), [&](std::string_view part) -> Status {
    text += part;
    return Done{};
  }));
  EXPECT_EQ(text, "facts\n# program 3\ntrace\n");
}

TEST(Merge, PutsTheConsolesOfTheShardsInTheirOrderEachOnce) {
  const TemporaryFolder folder;
  const auto shard = [&](std::uint64_t index) {
    const auto path = folder.path() / std::to_string(index);
    Results one;
    one.info.profile = "linux-6.15";
    one.info.shard = {index, 2};
    one.info.shards = {index};
    std::filesystem::create_directory(path);
    EXPECT_TRUE(replace_file(path / kRunFile, write_run_info(one.info)));
    EXPECT_TRUE(replace_file(path / kResultsFile, ""));
    EXPECT_TRUE(replace_file(path / kConsoleFile, "console " + std::to_string(index) + "\n"));
    return path;
  };
  const auto first = shard(0);
  const auto second = shard(1);
  const Results whole = *merge(*read_folder(first), *read_folder(second));
  ASSERT_TRUE(write_merged(whole, folder.path() / "a", {second, first}));
  ASSERT_TRUE(write_merged(whole, folder.path() / "b", {folder.path() / "a", second}));
  const std::string expected = "# timerlaw: shard 0\nconsole 0\n# timerlaw: shard 1\nconsole 1\n";
  EXPECT_EQ(*read_bytes((folder.path() / "a" / kConsoleFile).string()), expected);
  EXPECT_EQ(*read_bytes((folder.path() / "b" / kConsoleFile).string()), expected);
}

}  // namespace
}  // namespace timerlaw::runner
