// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/feeder.h"

#include <utility>

#include "conformance/lab/line_protocol.h"

namespace timerlaw::lab {
namespace {

constexpr std::size_t kEnough = 1 << 20;

}  // namespace

std::string Feeder::take_output(const char* bytes, std::size_t size) {
  std::string out(bytes, size);
  if (!ready_) {
    const std::size_t mark = out.find(kReady);
    if (mark == std::string::npos) {
      return out;
    }
    ready_ = true;
    out.erase(mark, 1);
  }
  answers_.take_output(out);
  return out;
}

void Feeder::take_input(const char* bytes, std::size_t size) {
  input_.erase(0, std::exchange(at_, 0));
  input_.append(bytes, size);
}

bool Feeder::has_room() const {
  return !ended_ && input_.size() - at_ < kEnough;
}

bool Feeder::can_send() const {
  return ready_ && !end_sent_ && (ended_ || input_.find('\n', at_) != std::string::npos);
}

std::string Feeder::next_lines(std::size_t most) {
  const std::size_t begin = at_;
  for (std::size_t end = at_; most > 0 && end != std::string::npos && at_ < input_.size(); --most) {
    end = input_.find('\n', at_);
    at_ = end != std::string::npos ? end + 1 : ended_ ? input_.size() : at_;
  }
  std::string lines = input_.substr(begin, at_ - begin);
  if (ended_ && most > 0 && at_ == input_.size()) {
    end_sent_ = true;
    lines += kEndOfInput;
  }
  const std::size_t before = answers_.unanswered();
  answers_.take_programs(lines);
  last_ = answers_.unanswered() - before;
  return lines;
}

std::string Feeder::lines_within(std::size_t bytes) {
  if (idle()) {
    sent_ = 0;
  }
  std::string lines;
  while (can_send() && (sent_ == 0 || sent_ + line_size() <= bytes)) {
    const std::string line = next_lines(1);
    sent_ += line.size();
    lines += line;
  }
  return lines;
}

std::size_t Feeder::line_size() const {
  const std::size_t end = input_.find('\n', at_);
  return end == std::string::npos ? input_.size() - at_ : end + 1 - at_;
}

}  // namespace timerlaw::lab
