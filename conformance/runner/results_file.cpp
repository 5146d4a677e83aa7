// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/results_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

namespace timerlaw::runner {

Expected<ResultsRead> read_results(const std::filesystem::path& path, const std::function<void(const Record&)>& each) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{path.string() + ": " + std::strerror(errno)};
  ResultsRead read;
  std::string line;
  while (std::getline(file, line)) {
    const bool whole = !file.eof();  // getline stopped at a newline, not at the end
    const auto record = read_record(line);
    if (!whole) {
      read.torn = true;
      break;
    }
    if (!record) {
      // A machine that lost power may leave a last line of zeroes; anywhere else a bad line is damage.
      if (file.peek() == std::ifstream::traits_type::eof()) {
        read.torn = true;
        break;
      }
      return Error{path.string() + ":" + std::to_string(read.records + 1) + ":1: " + record.error()};
    }
    each(*record);
    ++read.records;
    read.good_bytes += line.size() + 1;
  }
  return read;
}

Expected<ResultsWriter> ResultsWriter::open(const std::filesystem::path& path, std::uint64_t good_bytes) {
  File file(std::fopen(path.c_str(), "ab"));
  if (!file)
    return Error{path.string() + ": " + std::strerror(errno)};
  std::error_code wrong;
  std::filesystem::resize_file(path, good_bytes, wrong);
  if (wrong)
    return Error{path.string() + ": " + wrong.message()};
  return ResultsWriter(std::move(file), path.string());
}

Status ResultsWriter::flush() {
  if (waiting_.empty())
    return Done{};
  const bool written =
      std::fwrite(waiting_.data(), 1, waiting_.size(), file_.get()) == waiting_.size() && std::fflush(file_.get()) == 0;
  waiting_.clear();
  if (!written)
    return Error{path_ + ": " + std::strerror(errno)};
  return Done{};
}

}  // namespace timerlaw::runner
