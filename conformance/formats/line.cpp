// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/line.h"

#include <algorithm>

namespace timerlaw {
namespace {

constexpr std::size_t kMaxShown = 40;

// A carriage return is a blank, so that files edited elsewhere can be read.
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

}  // namespace

std::string shown(const Token& token) {
  if (token.empty()) {
    return token.end_of_file ? "end of file" : "end of line";
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "`";
  for (const char c : token.text.substr(0, kMaxShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out += token.text.size() > kMaxShown ? "…`" : "`";
  return out;
}

bool fail(Problem& problem, const Token& found, std::string_view expected, std::string_view also) {
  problem.column = found.column;
  problem.expected = expected;
  problem.found = shown(found);
  problem.found += also;
  return false;
}

Token Line::next() {
  while (at_ < text_.size() && is_blank(text_[at_])) {
    ++at_;
  }
  const std::size_t start = at_;
  while (at_ < text_.size() && !is_blank(text_[at_])) {
    ++at_;
  }
  return {text_.substr(start, at_ - start), start + 1};
}

bool at_end(Line& line, Problem& problem) {
  const Token token = line.next();
  return token.empty() || fail(problem, token, "end of line");
}

void Lines::advance() {
  while (at_ < text_.size()) {
    const std::string_view rest = text_.substr(at_);
    const std::size_t length = std::min(rest.find('\n'), rest.size());
    at_ += length + 1;
    ++number_;
    line_ = Line(rest.substr(0, length));
    const Token first = line_.peek();
    if (!first.empty() && first.text.front() != '#') {
      return;
    }
  }
  ++number_;
  done_ = true;
}

Error Lines::stop(const Problem& problem) {
  std::string message(file_);
  message += ':' + std::to_string(number_) + ':' + std::to_string(problem.column);
  message += ": expected " + problem.expected + ", found " + problem.found;
  done_ = true;
  return Error{std::move(message)};
}

Error Lines::stop_here(std::string_view expected) {
  Problem problem;
  fail(problem, done_ ? Token{.text = {}, .column = 1, .end_of_file = true} : line_.peek(), expected);
  return stop(problem);
}

}  // namespace timerlaw
