// SPDX-License-Identifier: Apache-2.0
// results.jsonl: one record a line, in the order of the plan. Whoever wrote it may have been killed in the middle of a
// line: a torn last line is no error, and is written again on resume.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "conformance/expected.h"
#include "conformance/runner/record.h"
#include "conformance/runner/trace_store.h"

namespace timerlaw::runner {

inline constexpr std::string_view kRunFile = "run.json";
inline constexpr std::string_view kProfileFile = "profile.toml";  // only where no known profile was used
inline constexpr std::string_view kResultsFile = "results.jsonl";
inline constexpr std::string_view kTracesFile = "traces.zst";
inline constexpr std::string_view kConsoleFile = "console.log";  // only where a target printed something
inline constexpr std::string_view kCardsFolder = "cards";

struct ResultsRead {
  std::uint64_t records = 0;
  std::uint64_t good_bytes = 0;  // up to the end of the last complete record
  bool torn = false;
};

Expected<ResultsRead> read_results(const std::filesystem::path& path, const std::function<void(const Record&)>& each);

class ResultsWriter {
 public:
  // Keeps the first `good_bytes` of the file and appends behind them.
  static Expected<ResultsWriter> open(const std::filesystem::path& path, std::uint64_t good_bytes);

  void add(const Record& record) { append_line(waiting_, record); }
  bool full() const { return waiting_.size() >= kBuffer; }
  Status flush();

 private:
  static constexpr std::size_t kBuffer = 64 * 1024;
  ResultsWriter(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  File file_;
  std::string path_;
  std::string waiting_;
};

}  // namespace timerlaw::runner
