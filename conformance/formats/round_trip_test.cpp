// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "conformance/formats/generators_for_tests.h"
#include "conformance/formats/program_text.h"
#include "conformance/formats/step_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

// RapidCheck cannot show our types, their texts can.
std::string both(const std::string& printed, const std::string& reprinted) {
  return printed + "\nreads back as\n" + reprinted;
}

RC_GTEST_PROP(RoundTrip, EveryStepReadsBackEqual, ()) {
  const Step step = *any::step();
  const std::string text = to_text(step);
  const auto again = parse_step(text);
  if (!again) {
    RC_FAIL(text + "\n" + again.error());
  }
  if (!(*again == step)) {
    RC_FAIL(both(text, to_text(*again)));
  }
}

RC_GTEST_PROP(RoundTrip, EveryProgramReadsBackEqual, ()) {
  const Program program = *any::program();
  const std::string text = to_text(program);
  const auto again = parse_programs(text, "program");
  if (!again) {
    RC_FAIL(text + again.error());
  }
  RC_ASSERT(again->size() == 1u);
  if (!(again->front() == program)) {
    RC_FAIL(both(text, to_text(again->front())));
  }
}

RC_GTEST_PROP(RoundTrip, EveryTraceReadsBackEqual, ()) {
  const Trace trace = *any::trace();
  const std::string text = to_text(trace);
  const auto again = parse_traces(text, "trace");
  if (!again) {
    RC_FAIL(text + again.error());
  }
  RC_ASSERT(again->size() == 1u);
  if (!(again->front().trace == trace)) {
    RC_FAIL(both(text, to_text(again->front().trace)));
  }
}

RC_GTEST_PROP(RoundTrip, EveryTargetsFactsReadBackEqual, ()) {
  const TargetFacts facts = *any::facts();
  const std::string text = to_text(facts);
  const auto again = parse_traces(text + to_text(Trace{}), "trace");
  if (!again) {
    RC_FAIL(text + again.error());
  }
  RC_ASSERT(to_text(again->front().facts) == text);
  RC_ASSERT(again->front().facts.release == facts.release);
  RC_ASSERT(again->front().facts.machine == facts.machine);
  RC_ASSERT(again->front().facts.abi == facts.abi);
  RC_ASSERT(again->front().facts.clock_source == facts.clock_source);
}

RC_GTEST_PROP(RoundTrip, ATraceAnnotatedAfterEveryLineIsTheSameTrace, ()) {
  const Trace trace = *any::trace();
  std::string annotated = "# a checker's notes\n\n";
  for (const char c : to_text(trace)) {
    annotated += c;
    annotated += c == '\n' ? "  # allowed are only: anything\n \t\r\n" : "";
  }
  const auto again = parse_traces(annotated, "trace");
  if (!again) {
    RC_FAIL(annotated + again.error());
  }
  RC_ASSERT(again->front().trace == trace);
}

RC_GTEST_PROP(RoundTrip, ProgramsAndTracesFollowOneAnotherInOneFile, ()) {
  const auto programs = *rc::gen::container<std::vector<Program>>(any::program());
  std::string text;
  for (const Program& program : programs) {
    append_program(text, program);
  }
  const auto again = parse_programs(text, "programs");
  RC_ASSERT(static_cast<bool>(again));
  RC_ASSERT(*again == programs);
}

RC_GTEST_PROP(RoundTrip, NoBytesBreakTheReaders, (const std::string& bytes)) {
  const auto programs = parse_programs(bytes, "f");
  if (!programs) {
    RC_ASSERT(programs.error().starts_with("f:"));
  }
  const auto traces = parse_traces(bytes, "f");
  if (!traces) {
    RC_ASSERT(traces.error().starts_with("f:"));
  }
}

}  // namespace
}  // namespace timerlaw
