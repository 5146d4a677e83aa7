// SPDX-License-Identifier: Apache-2.0
// Where the consoles of a run's targets are written down: console.log.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace timerlaw {

// Thread-safe: the sessions of a run share one. Keeps what is written until it is told where to; there is no file while
// there is nothing to write. A target that prints without end fills kMost bytes and no more.
class ConsoleLog {
 public:
  static constexpr std::size_t kMost = 64 * 1024 * 1024;

  // From now on everything is appended to this file.
  void to_file(const std::filesystem::path& path);

  // A line of a console, without its newline, or a remark of ours.
  void write(std::string_view line);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void flush();

  std::mutex mutex_;
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string waiting_;
  std::size_t written_ = 0;
};

}  // namespace timerlaw
