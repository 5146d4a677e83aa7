// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/results_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

std::string lines(std::uint64_t count) {
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) {
    Record record;
    record.index = i;
    record.diverged = {"ITR-3"};
    append_line(text, record);
  }
  return text;
}

RC_GTEST_PROP(ResultsFile, CutOffAnywhereItKeepsEveryWholeLine, ()) {
  const TemporaryFolder folder;
  const auto path = folder.path() / kResultsFile;
  const std::string text = lines(5);
  const auto length = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
  std::ofstream(path) << text.substr(0, length);
  std::uint64_t records = 0;
  const auto read = read_results(path, [&](const Record& record) { RC_ASSERT(record.index == records++); });
  RC_ASSERT(static_cast<bool>(read));
  const auto cut = text.substr(0, length);
  RC_ASSERT(records == static_cast<std::uint64_t>(std::count(cut.begin(), cut.end(), '\n')));
  RC_ASSERT(read->torn == (!cut.empty() && cut.back() != '\n'));

  auto writer = ResultsWriter::open(path, read->good_bytes);
  RC_ASSERT(static_cast<bool>(writer));
  Record next;
  next.index = records;
  writer->add(next);
  RC_ASSERT(static_cast<bool>(writer->flush()));
  const auto again = read_results(path, [](const Record&) {});
  RC_ASSERT(again->records == records + 1);
  RC_ASSERT(!again->torn);
}

TEST(ResultsFile, DamageInTheMiddleIsAnErrorWithItsLine) {
  const TemporaryFolder folder;
  const auto path = folder.path() / kResultsFile;
  std::ofstream(path) << lines(1) << "garbage\n" << lines(1);
  const auto read = read_results(path, [](const Record&) {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), path.string() + ":2:1: expected a record (a JSON object)");
}

}  // namespace
}  // namespace timerlaw::runner
