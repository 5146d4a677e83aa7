// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/ledger.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

Entry entry(std::uint64_t index) {
  Entry entry;
  entry.record.index = index;
  entry.exercised.set(index % 3);
  return entry;
}

struct Desk {
  TemporaryFolder folder;
  std::vector<std::uint64_t> seen;
  Ledger ledger{std::move(*ResultsWriter::open(folder.path() / kResultsFile, 0)),
                std::move(*TraceWriter::open(folder.path() / kTracesFile, "")),
                {},
                0,
                [this](Entry& e) { seen.push_back(e.record.index); }};
};

RC_GTEST_PROP(Ledger, WritesTheSameFileWhateverOrderTheResultsComeIn, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 40);
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  std::vector<std::uint64_t> order(size);
  for (std::uint64_t i = 0; i < size; ++i)
    order[i] = i;
  Desk straight;
  for (const auto i : order)
    straight.ledger.put(i, entry(i));
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  Desk shuffled;
  for (const auto i : order)
    shuffled.ledger.put(i, entry(i));
  RC_ASSERT(shuffled.ledger.next() == size);
  RC_ASSERT(std::is_sorted(shuffled.seen.begin(), shuffled.seen.end()));
  straight.ledger.flush();
  shuffled.ledger.flush();
  RC_ASSERT(*read_bytes((straight.folder.path() / kResultsFile).string()) ==
            *read_bytes((shuffled.folder.path() / kResultsFile).string()));
}

TEST(Ledger, WritesNothingBehindAGap) {
  Desk desk;
  EXPECT_EQ(desk.ledger.put(0, entry(0)), 1u);
  EXPECT_EQ(desk.ledger.put(2, entry(2)), 1u);
  EXPECT_EQ(desk.ledger.tally().programs, 1u);
  EXPECT_EQ(desk.ledger.put(1, entry(1)), 3u);
}

TEST(Ledger, ADivergenceIsOnDiskAtOnce) {
  Desk desk;
  Entry diverged = entry(0);
  diverged.record.diverged = {"ITR-3"};
  diverged.trace_text = "# program 0\n";
  desk.ledger.put(0, std::move(diverged));
  EXPECT_NE(read_bytes((desk.folder.path() / kResultsFile).string())->find("ITR-3"), std::string::npos);
  EXPECT_FALSE(read_bytes((desk.folder.path() / kTracesFile).string())->empty());
}

TEST(Ledger, TakesNothingAfterItWasClosed) {
  Desk desk;
  desk.ledger.close();
  desk.ledger.put(0, entry(0));
  EXPECT_EQ(desk.ledger.tally().programs, 0u);
}

}  // namespace
}  // namespace timerlaw::runner
