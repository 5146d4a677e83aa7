// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/arguments.h"
#include "conformance/formats/blocks.h"
#include "conformance/formats/info_text.h"
#include "conformance/formats/names.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/result_text.h"
#include "conformance/formats/trace_text.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr auto kRead = [](const Token& token, auto& out, Problem& problem) { return read_value(token, out, problem); };

bool read_header(Line line, Trace& out, Problem& problem) {
  Arguments a;
  if (!read_header_start(line, "trace", problem) ||
      !a.read(line, {Key::child, Key::pid, Key::uid, Key::next_id, Key::stopped}, problem)) {
    return false;
  }
  if (!a.end().empty()) {
    return fail(problem, a.end(), "end of line");
  }
  out.stopped = a.has(Key::stopped);
  return a.maybe(Key::child, out.program.child, read_child, problem) && a.maybe(Key::pid, out.pid, kRead, problem) &&
         a.maybe(Key::uid, out.uid, kRead, problem) && a.maybe(Key::next_id, out.next_id, kRead, problem);
}

bool read_clocks(Line line, std::vector<ClockId>& out, Problem& problem) {
  const Token word = line.next();
  if (word.text != "clocks") {
    return fail(problem, word, "clocks and the clocks that were read");
  }
  for (Token token = line.next(); !token.empty(); token = line.next()) {
    const auto clock = clock_number(token.text);
    if (!clock || *clock < INT32_MIN || *clock > INT32_MAX) {
      return fail(problem, token, "a clock (monotonic, realtime, … or a number)");
    }
    out.push_back(static_cast<ClockId>(*clock));
  }
  return true;
}

// TID/PID of each party, from party 1 on.
bool read_parties(Line line, std::vector<PartyIds>& out, Problem& problem) {
  line.next();
  for (Token token = line.next(); !token.empty(); token = line.next()) {
    const std::size_t slash = token.text.find('/');
    const auto tid = read_number(token.text.substr(0, slash));
    const auto pid = slash == token.text.npos ? std::nullopt : read_number(token.text.substr(slash + 1));
    if (!tid || !pid) {
      return fail(problem, token, "TID/PID of a party, two integers of 64 bits");
    }
    out.push_back({*tid, *pid});
  }
  return true;
}

bool read_reading(const Token& token, Nanos& out, Problem& problem) {
  if (token.text == "-") {
    out.ns = -1;
    return true;
  }
  return read_value(token, out.ns, problem) || fail(problem, token, "a reading of each clock, in nanoseconds, or -");
}

// The rest of a line: `@` and one reading of each clock.
bool read_boundary(Line& line, Trace& trace, Problem& problem) {
  const Token at = line.next();
  if (at.text != "@" || trace.clocks.empty()) {
    return fail(problem, at,
                trace.clocks.empty() ? "end of line, as no clock was read" : "@ and a reading of each clock");
  }
  for (std::size_t i = 0; i < trace.clocks.size(); ++i) {
    if (!read_reading(line.next(), trace.readings.emplace_back(), problem)) {
      return false;
    }
  }
  return at_end(line, problem);
}

// Readings stand at every boundary or at none.
bool read_boundary_if_any(Line& line, Trace& trace, Problem& problem) {
  return trace.readings.empty() ? at_end(line, problem) : read_boundary(line, trace, problem);
}

bool read_step_result(Line line, Trace& trace, Problem& problem) {
  const Token equals = line.next();
  if (trace.results.size() + 1 != trace.program.steps.size()) {
    return fail(problem, equals,
                trace.results.size() == trace.program.steps.size() ? "a step or end"
                                                                   : "a step or end, as an earlier step has no result");
  }
  return read_result(line, trace.program.steps.back(), trace.results.emplace_back(), problem) &&
         read_boundary_if_any(line, trace, problem);
}

bool read_delivery(Line line, Trace& trace, Problem& problem) {
  const Token mark = line.next();
  if (trace.results.empty() || trace.results.size() != trace.program.steps.size()) {
    return fail(problem, mark, "a step, its result or end; deliveries follow a result");
  }
  Arguments arguments;
  Delivery& delivery = trace.deliveries.emplace_back();
  if (!arguments.read(line, with(kInfoKeys, {Key::by}), problem) || !read_info(arguments, delivery.info, problem) ||
      !arguments.maybe(Key::by, delivery.party, read_party, problem)) {
    return false;
  }
  StepResult& result = trace.results.back();
  if (result.deliveries == 0) {
    result.first_delivery = static_cast<std::uint32_t>(trace.deliveries.size() - 1);
  }
  result.deliveries += 1;
  return at_end(line, problem);
}

bool read_end(Line line, Trace& trace, Problem& problem) {
  line.next();
  const Token how = line.next();
  if (how.text == "done") {
    trace.ending = Ending::done;
  } else if (how.text == "hung") {
    trace.ending = Ending::hung;
  } else if (how.text == "died") {
    trace.ending = Ending::died;
    if (!read_signal(line.next(), trace.number, problem)) {
      return false;
    }
  } else if (how.text == "refused") {
    trace.ending = Ending::refused;
    const Token why = line.next();
    const auto refusal = refusal_number(why.text);
    if (!refusal) {
      return fail(problem, why, refusal_names() + " or a number");
    }
    trace.number = *refusal;
  } else {
    return fail(problem, how, "done, died, hung or refused");
  }
  return line.peek().empty() || read_boundary_if_any(line, trace, problem);
}

// One line between `clocks` and `end`.
bool read_body_line(const Lines& lines, BlockReader& blocks, Trace& trace, Problem& problem) {
  const Line& line = lines.line();
  const Token first = line.peek();
  if (first.text == "=") {
    return read_step_result(line, trace, problem);
  }
  if (first.text == "!") {
    return read_delivery(line, trace, problem);
  }
  return blocks.read(line, lines.number(), trace.program.steps, problem);
}

}  // namespace

Expected<std::optional<Trace>> TraceReader::next() {
  Problem problem;
  for (; !lines_.done(); lines_.advance()) {
    Line line = lines_.line();
    line.next();
    if (line.peek().text != "target") {
      break;
    }
    facts_ = {};
    if (!read_facts(lines_.line(), facts_, problem)) {
      return lines_.stop(problem);
    }
  }
  if (lines_.done()) {
    return std::optional<Trace>{};
  }
  Trace trace;
  if (!read_header(lines_.line(), trace, problem)) {
    return lines_.stop(problem);
  }
  lines_.advance();
  if (!lines_.done() && lines_.line().peek().text == "parties") {
    if (!read_parties(lines_.line(), trace.parties, problem)) {
      return lines_.stop(problem);
    }
    lines_.advance();
  }
  if (lines_.done()) {
    return lines_.stop_here("clocks and the clocks that were read");
  }
  if (!read_clocks(lines_.line(), trace.clocks, problem)) {
    return lines_.stop(problem);
  }
  lines_.advance();
  if (!lines_.done() && lines_.line().peek().text == "@") {
    Line line = lines_.line();
    if (!read_boundary(line, trace, problem)) {
      return lines_.stop(problem);
    }
    lines_.advance();
  }
  BlockReader blocks;
  for (; !lines_.done(); lines_.advance()) {
    const std::string_view first = lines_.line().peek().text;
    if (first == "end") {
      if (const auto missing = blocks.missing()) {
        return lines_.stop_here(*missing);
      }
      if (!read_end(lines_.line(), trace, problem)) {
        return lines_.stop(problem);
      }
      lines_.advance();
      return std::optional(std::move(trace));
    }
    if (!read_body_line(lines_, blocks, trace, problem)) {
      return lines_.stop(problem);
    }
  }
  return lines_.stop_here("end, with which every trace ends");
}

Expected<std::vector<Recorded>> parse_traces(std::string_view text, std::string_view file) {
  std::vector<Recorded> recorded;
  TraceReader reader(text, file);
  while (true) {
    auto trace = reader.next();
    if (!trace) {
      return Error{trace.error()};
    }
    if (!*trace) {
      return recorded;
    }
    recorded.push_back({reader.facts(), std::move(**trace)});
  }
}

}  // namespace timerlaw
