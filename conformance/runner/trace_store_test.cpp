// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/trace_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::runner {
namespace {

namespace fs = std::filesystem;

void append(const fs::path& path, std::string_view text) {
  auto writer = TraceWriter::open(path, "facts\n");
  ASSERT_TRUE(writer);
  writer->add(text);
  ASSERT_TRUE(writer->flush());
}

std::string all(const fs::path& path, bool* torn = nullptr) {
  std::string text;
  const auto read = read_text(path.string(), [&](std::string_view part) -> Status {
    text += part;
    return Done{};
  });
  EXPECT_TRUE(read);
  if (torn != nullptr)
    *torn = read && read->torn;
  return text;
}

TEST(TraceStore, EveryFrameBeginsWithTheHeader) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "traces.zst";
  append(path, "one\n");
  append(path, "two\n");
  EXPECT_EQ(all(path), "facts\none\nfacts\ntwo\n");
}

TEST(TraceStore, WithATornTailReadsWhatWasBeforeIt) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "traces.zst";
  append(path, "one\n");
  const auto whole = fs::file_size(path);
  append(path, "two\n");
  for (auto size = fs::file_size(path) - 1; size > whole; --size) {
    fs::resize_file(path, size);
    bool torn = false;
    EXPECT_EQ(all(path, &torn), "facts\none\n");
    EXPECT_TRUE(torn);
  }
}

TEST(TraceStore, GoesOnBehindTheLastCompleteFrame) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "traces.zst";
  append(path, "one\n");
  append(path, "two\n");
  fs::resize_file(path, fs::file_size(path) - 3);
  append(path, "three\n");
  bool torn = true;
  EXPECT_EQ(all(path, &torn), "facts\none\nfacts\nthree\n");
  EXPECT_FALSE(torn);
}

TEST(TraceStore, ReadsPlainTextToo) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "plain.trace";
  std::ofstream(path) << "timerlaw trace";
  EXPECT_EQ(all(path), "timerlaw trace");
}

TEST(TraceStore, NamesTheFileItCannotRead) {
  const auto read = read_text("no/such.trace", [](std::string_view) -> Status { return Done{}; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), "no/such.trace: No such file or directory");
}

}  // namespace
}  // namespace timerlaw::runner
