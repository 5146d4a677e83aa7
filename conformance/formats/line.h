// SPDX-License-Identifier: Apache-2.0
// The lines of a program or trace file and the words on them. Every word knows its column, so that an error can point
// at it. Nothing here copies the text: views into it must not outlive it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "conformance/expected.h"

namespace timerlaw {

// One word of a line. Empty: the line (or the file) ended.
struct Token {
  std::string_view text;
  std::size_t column = 1;  // from 1, in bytes
  bool end_of_file = false;

  bool empty() const { return text.empty(); }
  Token from(std::size_t offset) const { return {text.substr(offset), column + offset}; }
  Token first(std::size_t length) const { return {text.substr(0, length), column}; }
};

// Why a line could not be read. Filled once, by the first failure.
struct Problem {
  std::size_t column = 1;
  std::string expected;
  std::string found;
};

// Records the problem; always false, so that a reader can return it. `also` says more about what stood there.
bool fail(Problem& problem, const Token& found, std::string_view expected, std::string_view also = {});

// What the error message shows of a token: quoted, shortened, unprintable bytes escaped.
std::string shown(const Token& token);

// Words of one line, left to right.
class Line {
 public:
  Line() = default;
  explicit Line(std::string_view text) : text_(text) {}
  Token next();
  Token peek() const { return Line(*this).next(); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// Whether the line has no more words.
bool at_end(Line& line, Problem& problem);

// The lines of a file that are neither blank nor comments (`#` after blanks).
class Lines {
 public:
  Lines(std::string_view text, std::string_view file) : text_(text), file_(file) { advance(); }
  bool done() const { return done_; }
  const Line& line() const { return line_; }      // not done()
  std::size_t number() const { return number_; }  // of the present line, from 1
  void advance();
  // The errors `FILE:LINE:COL: expected …, found …`, for the present line; then the reader is done.
  Error stop(const Problem& problem);
  Error stop_here(std::string_view expected);  // at the line's first word, or the end of the file

 private:
  std::string_view text_;
  std::string_view file_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
  Line line_;
  bool done_ = false;
};

}  // namespace timerlaw
