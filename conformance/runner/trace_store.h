// SPDX-License-Identifier: Apache-2.0
// traces.zst: trace texts in zstd frames, each frame whole traces. A file that was cut off keeps every complete frame.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "conformance/expected.h"

namespace timerlaw::runner {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class TraceWriter {
 public:
  // Appends behind the last complete frame; a torn one is cut away. Every frame begins with `header`, so that each can
  // be read by itself.
  static Expected<TraceWriter> open(const std::filesystem::path& path, std::string header);

  void add(std::string_view text) {
    if (waiting_.empty())
      waiting_ = header_;
    waiting_ += text;
  }
  bool full() const { return waiting_.size() >= kFrame; }
  // Writes what waits as one frame.
  Status flush();

 private:
  static constexpr std::size_t kFrame = 256 * 1024;
  TraceWriter(File file, std::string path, std::string header)
      : file_(std::move(file)), path_(std::move(path)), header_(std::move(header)) {}
  File file_;
  std::string path_;
  std::string header_;
  std::string waiting_;
};

struct TextRead {
  bool torn = false;  // the last frame was cut off; what was before it was read
};

// Gives `each` the text of a file, compressed or not, frame by frame (a plain file at once); `-` is stdin. Ends at the
// first error of `each`.
Expected<TextRead> read_text(const std::string& path, const std::function<Status(std::string_view text)>& each);

// The bytes of a file, as they are; `-` is stdin.
Expected<std::string> read_bytes(const std::string& path);

// Replaces a file by `text` at once: a reader sees the old text or the new one.
Status replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace timerlaw::runner
