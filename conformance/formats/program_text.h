// SPDX-License-Identifier: Apache-2.0
// Programs as text. Grammar and rationale: docs/program-format.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/formats/line.h"
#include "model/trace.h"

namespace timerlaw {

inline constexpr std::size_t kMaxSteps = 1'000'000;  // in one program

// Appends the program, every line ended.
void append_program(std::string& out, const Program& program);
std::string to_text(const Program& program);

// All programs of a file, one after another. `file` names it in the error: `FILE:LINE:COL: expected …, found …`.
Expected<std::vector<Program>> parse_programs(std::string_view text, std::string_view file);

// The one program of a text. Its header may be left out.
Expected<Program> parse_program(std::string_view text, std::string_view file = "program");

// The programs of a file one by one, for files that are larger than what they hold should be. The text must outlive the
// reader.
class ProgramReader {
 public:
  ProgramReader(std::string_view text, std::string_view file) : lines_(text, file) {}
  // The next program; nothing at the end of the file. After an error the reader is done.
  Expected<std::optional<Program>> next();

 private:
  Lines lines_;
};

// Whether the line begins with the word that every header begins with.
bool is_header(const Line& line);

// The beginning of a header: `timerlaw KIND 1`.
bool read_header_start(Line& line, std::string_view kind, Problem& problem);

// The argument of `child=`.
bool read_child(const Token& token, Child& out, Problem& problem);

}  // namespace timerlaw
