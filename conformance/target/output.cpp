// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/output.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <utility>

#include "conformance/target/splat.h"

namespace timerlaw {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kLongestLine = 1024 * 1024;  // a longer one is cut: no line of the agent is as long
constexpr std::size_t kKeptLines = 20;
constexpr std::size_t kKeptChars = 200;
constexpr int kSplatLines = 8;  // of a report: its head, who it was, and the top of the stack

Nanos now() {
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
              .count()};
}

int milliseconds_until(std::optional<Nanos> deadline) {
  if (!deadline) {
    return -1;
  }
  const std::int64_t left = (deadline->ns - now().ns + 999'999) / 1'000'000;
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

std::string printable(std::string_view line) {
  std::string text(line.substr(0, kKeptChars));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, '?');
  return text;
}

}  // namespace

Output::Next Output::next(std::string_view& line, std::optional<Nanos> limit) {
  std::optional<Nanos> deadline;
  if (limit) {
    deadline = now() + *limit;
  }
  while (true) {
    const std::size_t newline = buffer_.find('\n', scanned_);
    const bool too_long = newline == std::string::npos && buffer_.size() - begin_ > kLongestLine;
    if (newline != std::string::npos || too_long || (ended_ && begin_ < buffer_.size())) {
      const std::size_t end = newline != std::string::npos ? newline : buffer_.size();
      line = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = scanned_ = std::min(end + 1, buffer_.size());
      return Next::line;
    }
    scanned_ = buffer_.size();
    if (ended_) {
      return Next::end;
    }
    bool timed_out = false;
    if (!fill(deadline, timed_out) && timed_out) {
      return Next::timeout;
    }
  }
}

bool Output::fill(std::optional<Nanos> deadline, bool& timed_out) {
  pollfd fds[2] = {{out_, POLLIN, 0}, {err_open_ ? err_ : -1, POLLIN, 0}};
  const int ready = poll(fds, 2, milliseconds_until(deadline));
  if (ready <= 0) {
    timed_out = ready == 0;
    return false;
  }
  if (fds[1].revents != 0) {
    read_err();
  }
  if (fds[0].revents == 0) {
    return false;
  }
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  const std::size_t used = buffer_.size();
  buffer_.resize(used + kReadBytes);
  const ssize_t count = read(out_, buffer_.data() + used, kReadBytes);
  buffer_.resize(used + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  ended_ = count == 0 || (count < 0 && errno != EINTR);
  drain_err();  // what was printed before these lines is seen before them
  return true;
}

void Output::read_err() {
  char text[4096];
  const ssize_t count = read(err_, text, sizeof(text));
  err_open_ = count > 0 || (count < 0 && errno == EINTR);
  for (ssize_t i = 0; i < count; ++i) {
    if (text[i] == '\n' || err_line_.size() >= kKeptChars) {
      console(err_line_, "stderr: ");
      err_line_.clear();
    }
    if (text[i] != '\n') {
      err_line_ += text[i];
    }
  }
}

void Output::drain_err() {
  constexpr int kReads = 64;  // a console without end must not keep the traces waiting
  pollfd err{err_, POLLIN, 0};
  for (int i = 0; i < kReads && err_open_ && poll(&err, 1, 0) > 0; ++i) {
    read_err();
  }
}

void Output::noise(std::string_view line) {
  console(line, "");
}

void Output::console(std::string_view line, const char* from) {
  const std::string text = printable(line);
  kept_.push_back(from + text);
  if (kept_.size() > kKeptLines) {
    kept_.pop_front();
  }
  if (log_) {
    log_->write(text);
  }
  if (splat_lines_ == 0 ? is_splat(line) : splat_lines_ < kSplatLines) {
    splat_ += splat_.empty() ? "" : "\n";
    splat_ += without_stamp(text);
    ++splat_lines_;
  }
}

std::string Output::take_splat() {
  splat_lines_ = 0;
  return std::exchange(splat_, {});
}

std::string Output::last_lines() {
  drain_err();
  if (!err_line_.empty()) {
    console(err_line_, "stderr: ");
    err_line_.clear();
  }
  if (kept_.empty()) {
    return "it printed nothing else";
  }
  std::string text = "its last output:";
  for (const std::string& line : kept_) {
    text += "\n  " + line;
  }
  return text;
}

}  // namespace timerlaw
