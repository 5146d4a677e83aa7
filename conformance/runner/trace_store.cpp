// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/trace_store.h"

#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace timerlaw::runner {
namespace {

constexpr int kLevel = 1;  // the texts are alike: higher levels gain little and cost the judge its time
constexpr std::size_t kMagicSize = 4;

bool is_zstd(std::string_view bytes) {
  constexpr std::array<char, kMagicSize> kMagic{'\x28', '\xb5', '\x2f', '\xfd'};
  return bytes.substr(0, kMagicSize) == std::string_view(kMagic.data(), kMagic.size());
}

// The length of the frame at the front of `bytes`; 0 if it is torn.
std::size_t frame_length(std::string_view bytes) {
  const std::size_t length = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
  return ZSTD_isError(length) != 0 ? 0 : length;
}

Error system_error(const std::string& path) {
  return Error{path + ": " + std::strerror(errno)};
}

// One frame's text, by stream: a frame from another tool may not say how long it is.
Expected<std::string> decompress(std::string_view frame) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  ZSTD_inBuffer in{frame.data(), frame.size(), 0};
  std::string text;
  std::string part(ZSTD_DStreamOutSize(), '\0');
  for (std::size_t more = 1; more != 0;) {
    ZSTD_outBuffer out{part.data(), part.size(), 0};
    more = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(more) != 0)
      return Error{std::string("broken zstd frame: ") + ZSTD_getErrorName(more)};
    text.append(part.data(), out.pos);
  }
  return text;
}

}  // namespace

Expected<TraceWriter> TraceWriter::open(const std::filesystem::path& path, std::string header) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    const auto bytes = read_bytes(path.string());
    if (!bytes)
      return Error{bytes.error()};
    std::size_t good = 0;
    while (good < bytes->size()) {
      const std::size_t length = frame_length(std::string_view(*bytes).substr(good));
      if (length == 0)
        break;
      good += length;
    }
    if (good < bytes->size())
      std::filesystem::resize_file(path, good, ignored);
  }
  File file(std::fopen(path.c_str(), "ab"));
  if (!file)
    return system_error(path.string());
  return TraceWriter(std::move(file), path.string(), std::move(header));
}

Status TraceWriter::flush() {
  if (waiting_.empty())
    return Done{};
  std::string frame(ZSTD_compressBound(waiting_.size()), '\0');
  const std::size_t length = ZSTD_compress(frame.data(), frame.size(), waiting_.data(), waiting_.size(), kLevel);
  if (ZSTD_isError(length) != 0)
    return Error{path_ + ": " + ZSTD_getErrorName(length)};
  waiting_.clear();
  if (std::fwrite(frame.data(), 1, length, file_.get()) != length || std::fflush(file_.get()) != 0)
    return system_error(path_);
  return Done{};
}

Expected<std::string> read_bytes(const std::string& path) {
  const bool is_stdin = path == "-";
  std::error_code ignored;
  if (!is_stdin && std::filesystem::is_directory(path, ignored))
    return Error{path + ": is a directory"};
  File opened(is_stdin ? nullptr : std::fopen(path.c_str(), "rb"));
  std::FILE* const file = is_stdin ? stdin : opened.get();
  if (file == nullptr)
    return system_error(path);
  std::string bytes;
  std::array<char, 64 * 1024> part;
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), file))
    bytes.append(part.data(), got);
  if (std::ferror(file) != 0)
    return system_error(path);
  return bytes;
}

Expected<TextRead> read_text(const std::string& path, const std::function<Status(std::string_view text)>& each) {
  const auto bytes = read_bytes(path);
  if (!bytes)
    return Error{bytes.error()};
  TextRead read;
  std::string_view rest = *bytes;
  if (!is_zstd(rest)) {
    const Status status = each(rest);
    if (!status)
      return Error{status.error()};
    return read;
  }
  while (!rest.empty()) {
    const std::size_t length = frame_length(rest);
    if (length == 0) {
      read.torn = true;
      break;
    }
    const auto text = decompress(rest.substr(0, length));
    if (!text)
      return Error{path + ": " + text.error()};
    const Status status = each(*text);
    if (!status)
      return Error{status.error()};
    rest.remove_prefix(length);
  }
  return read;
}

Status replace_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  {
    const File file(std::fopen(fresh.c_str(), "wb"));
    if (!file)
      return system_error(fresh.string());
    if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0)
      return system_error(fresh.string());
  }
  std::error_code wrong;
  std::filesystem::rename(fresh, path, wrong);
  if (wrong)
    return Error{path.string() + ": " + wrong.message()};
  return Done{};
}

}  // namespace timerlaw::runner
