// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/program_text.h"

#include "conformance/formats/arguments.h"
#include "conformance/formats/blocks.h"

namespace timerlaw {
namespace {

bool read_header(Line line, Program& out, Problem& problem) {
  Arguments arguments;
  if (!read_header_start(line, "program", problem) || !arguments.read(line, {Key::child}, problem)) {
    return false;
  }
  if (!arguments.end().empty()) {
    return fail(problem, arguments.end(), "end of line");
  }
  return arguments.maybe(Key::child, out.child, read_child, problem);
}

// Up to the next header or the end of the file.
std::optional<Error> read_steps(Lines& lines, Program& program) {
  BlockReader blocks;
  Problem problem;
  for (; !lines.done() && !is_header(lines.line()); lines.advance()) {
    if (!blocks.read(lines.line(), lines.number(), program.steps, problem)) {
      return lines.stop(problem);
    }
  }
  if (const auto missing = blocks.missing()) {
    return lines.stop_here(*missing);
  }
  return std::nullopt;
}

}  // namespace

void append_program(std::string& out, const Program& program) {
  out += "timerlaw program 1";
  if (program.child == Child::fresh) {
    out += " child=fresh";
  }
  out += '\n';
  BlockWriter blocks(out);
  for (const Step& step : program.steps) {
    blocks.step(step);
  }
  blocks.end();
}

std::string to_text(const Program& program) {
  std::string out;
  append_program(out, program);
  return out;
}

bool is_header(const Line& line) {
  return line.peek().text == "timerlaw";
}

bool read_header_start(Line& line, std::string_view kind, Problem& problem) {
  const Token name = line.next();
  const Token what = line.next();
  const Token version = line.next();
  if (name.text != "timerlaw") {
    return fail(problem, name, "the header `timerlaw " + std::string(kind) + " 1`");
  }
  if (what.text != kind) {
    return fail(problem, what, kind);
  }
  return version.text == "1" || fail(problem, version, "version 1");
}

bool read_child(const Token& token, Child& out, Problem& problem) {
  if (token.text != "reused" && token.text != "fresh") {
    return fail(problem, token, "reused or fresh");
  }
  out = token.text == "fresh" ? Child::fresh : Child::reused;
  return true;
}

Expected<std::optional<Program>> ProgramReader::next() {
  if (lines_.done()) {
    return std::optional<Program>{};
  }
  Program program;
  Problem problem;
  if (!read_header(lines_.line(), program, problem)) {
    return lines_.stop(problem);
  }
  lines_.advance();
  if (auto error = read_steps(lines_, program)) {
    return std::move(*error);
  }
  return std::optional(std::move(program));
}

Expected<std::vector<Program>> parse_programs(std::string_view text, std::string_view file) {
  std::vector<Program> programs;
  ProgramReader reader(text, file);
  while (true) {
    auto program = reader.next();
    if (!program) {
      return Error{program.error()};
    }
    if (!*program) {
      return programs;
    }
    programs.push_back(std::move(**program));
  }
}

Expected<Program> parse_program(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  Program program;
  Problem problem;
  if (!lines.done() && is_header(lines.line())) {
    if (!read_header(lines.line(), program, problem)) {
      return lines.stop(problem);
    }
    lines.advance();
  }
  if (auto error = read_steps(lines, program)) {
    return std::move(*error);
  }
  if (!lines.done()) {
    return lines.stop_here("one program");
  }
  return program;
}

}  // namespace timerlaw
