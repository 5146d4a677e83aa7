// SPDX-License-Identifier: Apache-2.0
// No text crashes or hangs the readers, and what they accept prints to a text that reads back as the same value.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_programs(std::string_view text) {
  const auto programs = parse_programs(text, "input");
  if (!programs) {
    require(programs.error().starts_with("input:"));
    return;
  }
  std::string printed;
  for (const Program& program : *programs) {
    append_program(printed, program);
  }
  const auto again = parse_programs(printed, "printed");
  require(static_cast<bool>(again));
  require(*again == *programs);
}

void check_traces(std::string_view text) {
  const auto traces = parse_traces(text, "input");
  if (!traces) {
    require(traces.error().starts_with("input:"));
    return;
  }
  std::string printed;
  for (const Recorded& recorded : *traces) {
    append_facts(printed, recorded.facts);
    append_trace(printed, recorded.trace);
  }
  const auto again = parse_traces(printed, "printed");
  require(static_cast<bool>(again));
  require(again->size() == traces->size());
  std::string reprinted;
  for (std::size_t i = 0; i < traces->size(); ++i) {
    require((*again)[i].trace == (*traces)[i].trace);
    append_facts(reprinted, (*again)[i].facts);
    append_trace(reprinted, (*again)[i].trace);
  }
  require(reprinted == printed);
}

}  // namespace
}  // namespace timerlaw

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  timerlaw::check_programs(text);
  timerlaw::check_traces(text);
  return 0;
}
