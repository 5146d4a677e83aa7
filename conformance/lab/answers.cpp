// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/answers.h"

#include <algorithm>

#include "conformance/lab/line_protocol.h"
#include "conformance/wire/line.h"

namespace timerlaw::lab {
namespace {

// The letter of the line's kind, or 0.
char kind_of(std::string_view line) {
  const std::size_t at = line.rfind(wire::kMarker);
  const std::size_t letter = at + sizeof(wire::kMarker) - 1;
  return at == std::string_view::npos || letter >= line.size() ? '\0' : line[letter];
}

}  // namespace

void Answers::take_programs(std::string_view lines) {
  if (lines.ends_with(kEndOfInput)) {
    ended_ = true;
    lines.remove_suffix(1);
  }
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1);
    unanswered_ += kind_of(lines.substr(0, end)) != '\0' ? 1 : 0;
    lines.remove_prefix(end + 1);
  }
}

void Answers::take_output(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = bytes.find('\n', at);
    line_.append(bytes.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) {
      break;
    }
    switch (static_cast<wire::Kind>(kind_of(line_))) {
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
    line_.clear();
    at = end + 1;
  }
}

}  // namespace timerlaw::lab
