// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/feeder.h"

#include <utility>

#include "conformance/lab/line_protocol.h"
#include "conformance/wire/line.h"

namespace timerlaw::lab {
namespace {

constexpr std::size_t kEnough = 1 << 20;

// The letter of the line's kind, or 0.
char kind_of(const std::string& line) {
  const std::size_t at = line.rfind(wire::kMarker);
  const std::size_t letter = at + sizeof(wire::kMarker) - 1;
  return at == std::string::npos || letter >= line.size() ? '\0' : line[letter];
}

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
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t end = out.find('\n', at);
    line_.append(out, at, end == std::string::npos ? end : end - at);
    if (end == std::string::npos) {
      break;
    }
    switch (static_cast<wire::Kind>(kind_of(std::exchange(line_, {})))) {
      case wire::Kind::hello:
        greeted_ = true;
        break;
      case wire::Kind::trace:
      case wire::Kind::damaged:
        unanswered_ -= unanswered_ > 0 ? 1 : 0;
        break;
      default:
        break;
    }
    at = end + 1;
  }
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

std::string Feeder::next_line() {
  const std::size_t end = input_.find('\n', at_);
  std::string line = input_.substr(at_, end == std::string::npos ? end : end + 1 - at_);
  at_ += line.size();
  if (line.empty()) {
    end_sent_ = true;
    return {kEndOfInput};
  }
  unanswered_ += kind_of(line) != '\0' ? 1 : 0;
  return line;
}

std::string Feeder::all() {
  std::string bytes = input_.substr(at_);
  at_ = input_.size();
  if (ended_) {
    end_sent_ = true;
    bytes += kEndOfInput;
  }
  return bytes;
}

}  // namespace timerlaw::lab
