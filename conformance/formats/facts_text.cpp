// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/facts_text.h"

#include "conformance/formats/arguments.h"
#include "conformance/formats/numbers.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/values.h"

namespace timerlaw {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// Longer than any uname(2) field: every trace of a file carries the facts, so their size has a bound.
constexpr std::size_t kMaxString = 256;

// Bytes that would end the word, and `%` itself, are written as %XX.
void append_string(std::string& out, std::string_view key, std::string_view text) {
  out += key;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '%') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

bool read_string(const Token& token, std::string& out, Problem& problem) {
  out.clear();
  for (std::size_t i = 0; i < token.text.size(); ++i) {
    if (out.size() == kMaxString) {
      return fail(problem, token, "at most 256 characters");
    }
    if (token.text[i] != '%') {
      out += token.text[i];
      continue;
    }
    const std::string_view digits = token.text.substr(i + 1, 2);
    const std::size_t high = digits.size() == 2 ? kHex.find(digits[0]) : kHex.npos;
    const std::size_t low = digits.size() == 2 ? kHex.find(digits[1]) : kHex.npos;
    if (high == kHex.npos || low == kHex.npos) {
      return fail(problem, token.from(i), "% and two digits 0-9a-f");
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

bool read_nanos(const Token& token, Nanos& out, Problem& problem) {
  return read_value(token, out.ns, problem);
}

void append_number_of(std::string& out, std::string_view key, std::int64_t number) {
  out += key;
  append_number(out, number);
}

void append_bool(std::string& out, std::string_view key, bool value) {
  out += key;
  out += value ? "yes" : "no";
}

}  // namespace

void append_facts(std::string& out, const TargetFacts& facts) {
  out += "timerlaw target 1";
  append_string(out, " release=", facts.release);
  append_string(out, " machine=", facts.machine);
  append_string(out, " abi=", facts.abi);
  append_string(out, " clock_source=", facts.clock_source);
  append_number_of(out, " tick_ns=", facts.tick.ns);
  append_bool(out, " high_resolution=", facts.high_resolution);
  append_bool(out, " rtc=", facts.rtc);
  append_bool(out, " wake_alarm=", facts.wake_alarm);
  append_bool(out, " aux_clocks=", facts.aux_clocks);
  append_bool(out, " cpu_time=", facts.cpu_time);
  append_bool(out, " user_time=", facts.user_time);
  append_bool(out, " set_clock=", facts.set_clock);
  append_bool(out, " time_namespaces=", facts.time_namespaces);
  append_number_of(out, " cpus=", facts.cpus);
  append_number_of(out, " sigpending_limit=", facts.sigpending_limit);
  append_number_of(out, " sigpending_used=", facts.sigpending_used);
  append_number_of(out, " tainted=", facts.tainted);
  append_number_of(out, " bracket_ns=", facts.bracket.ns);
  append_bool(out, " in_order=", facts.in_order);
  append_bool(out, " virtual_time=", facts.virtual_time);
  append_number_of(out, " lateness_ns=", facts.lateness_bound.ns);
  out += '\n';
}

std::string to_text(const TargetFacts& facts) {
  std::string out;
  append_facts(out, facts);
  return out;
}

bool read_facts(Line line, TargetFacts& out, Problem& problem) {
  constexpr Keys kKeys = {Key::release,
                          Key::machine,
                          Key::abi,
                          Key::clock_source,
                          Key::tick_ns,
                          Key::high_resolution,
                          Key::rtc,
                          Key::wake_alarm,
                          Key::aux_clocks,
                          Key::cpu_time,
                          Key::user_time,
                          Key::set_clock,
                          Key::time_namespaces,
                          Key::cpus,
                          Key::sigpending_limit,
                          Key::sigpending_used,
                          Key::tainted,
                          Key::bracket_ns,
                          Key::in_order,
                          Key::virtual_time,
                          Key::lateness_ns};
  Arguments a;
  if (!read_header_start(line, "target", problem) || !a.read(line, kKeys, problem)) {
    return false;
  }
  if (!a.end().empty()) {
    return fail(problem, a.end(), "end of line");
  }
  const auto number = [](const Token& token, auto& value, Problem& p) { return read_value(token, value, p); };
  return a.maybe(Key::release, out.release, read_string, problem) &&
         a.maybe(Key::machine, out.machine, read_string, problem) && a.maybe(Key::abi, out.abi, read_string, problem) &&
         a.maybe(Key::clock_source, out.clock_source, read_string, problem) &&
         a.maybe(Key::tick_ns, out.tick, read_nanos, problem) &&
         a.maybe(Key::high_resolution, out.high_resolution, number, problem) &&
         a.maybe(Key::rtc, out.rtc, number, problem) && a.maybe(Key::wake_alarm, out.wake_alarm, number, problem) &&
         a.maybe(Key::aux_clocks, out.aux_clocks, number, problem) &&
         a.maybe(Key::cpu_time, out.cpu_time, number, problem) &&
         a.maybe(Key::user_time, out.user_time, number, problem) &&
         a.maybe(Key::set_clock, out.set_clock, number, problem) &&
         a.maybe(Key::time_namespaces, out.time_namespaces, number, problem) &&
         a.maybe(Key::cpus, out.cpus, number, problem) &&
         a.maybe(Key::sigpending_limit, out.sigpending_limit, number, problem) &&
         a.maybe(Key::sigpending_used, out.sigpending_used, number, problem) &&
         a.maybe(Key::tainted, out.tainted, number, problem) &&
         a.maybe(Key::bracket_ns, out.bracket, read_nanos, problem) &&
         a.maybe(Key::in_order, out.in_order, number, problem) &&
         a.maybe(Key::virtual_time, out.virtual_time, number, problem) &&
         a.maybe(Key::lateness_ns, out.lateness_bound, read_nanos, problem);
}

}  // namespace timerlaw
