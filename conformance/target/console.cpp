// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/console.h"

namespace timerlaw {

void ConsoleLog::to_file(const std::filesystem::path& path) {
  const std::scoped_lock lock(mutex_);
  path_ = path;
  flush();
}

void ConsoleLog::write(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (written_ >= kMost) {
    return;
  }
  written_ += line.size() + 1;
  waiting_.append(line).append("\n");
  if (written_ >= kMost) {
    waiting_ += "# timerlaw: the rest is not written down\n";
  }
  flush();
}

// A log that cannot be written is no reason to end a run: its complaints are in the results.
void ConsoleLog::flush() {
  if (path_.empty() || waiting_.empty()) {
    return;
  }
  if (!file_) {
    file_.reset(std::fopen(path_.c_str(), "ae"));
  }
  if (file_) {
    std::fwrite(waiting_.data(), 1, waiting_.size(), file_.get());
    std::fflush(file_.get());
  }
  waiting_.clear();
}

}  // namespace timerlaw
