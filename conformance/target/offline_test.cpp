// SPDX-License-Identifier: Apache-2.0
// The whole way without a session: programs as text, an agent that a shell starts, its output read again.
#include "conformance/target/offline.h"

#include <cstdio>

#include "conformance/target/test_session.h"
#include "conformance/target/wire_text.h"
#include "conformance/wire/line.h"

namespace timerlaw {
namespace {

Program waits_for_a_timer() {
  return {Child::reused,
          {create_step(0, kRtMin, ClockId::boottime), settime_step(0, Nanos{1000}),
           set_step(Op::take, only(kRtMin), Nanos{10'000'000'000})}};
}

Program dies() {
  return {Child::fresh, {set_step(Op::pending, {}), number_step(Op::kill, kSigKill)}};
}

std::string lines_of(const std::vector<Program>& programs) {
  std::string text;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    append_program(i, programs[i], text);
  }
  return text;
}

// What the agent prints for this input. No line of the protocol holds a quote.
std::string output_of(const std::string& input, const std::string& options = "--echo") {
  const std::string command = "printf '%s' '" + input + "' | '" TIMERLAW_TEST_AGENT "' " + options;
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  char part[4096];
  while (const std::size_t got = std::fread(part, 1, sizeof(part), pipe)) {
    text.append(part, got);
  }
  EXPECT_EQ(pclose(pipe), 0);
  return text;
}

std::vector<Trace> traces_of(OfflineReader& reader) {
  std::vector<Trace> traces;
  while (true) {
    auto trace = reader.next();
    EXPECT_TRUE(trace) << trace.error();
    if (!trace || !*trace) {
      return traces;
    }
    traces.push_back(std::move(**trace));
  }
}

std::string first_error(const std::string& text) {
  OfflineReader reader(text, "board.log");
  while (true) {
    const auto trace = reader.next();
    if (!trace) {
      return trace.error();
    }
    if (!*trace) {
      return "none";
    }
  }
}

// The text without its n-th line of this kind.
std::string without(std::string text, wire::Kind kind, int n) {
  std::size_t at = text.find(std::string(wire::kMarker) + static_cast<char>(kind));
  for (; n > 0; --n) {
    at = text.find(std::string(wire::kMarker) + static_cast<char>(kind), at + 1);
  }
  return text.erase(at, text.find('\n', at) + 1 - at);
}

TEST(Offline, TheSavedOutputHoldsProgramsTracesAndFacts) {
  const std::vector<Program> programs = {waits_for_a_timer(), dies(), waits_for_a_timer()};
  const std::string text = output_of(lines_of(programs));
  EXPECT_TRUE(is_agent_output(text));
  OfflineReader reader(text, "board.log");
  const auto traces = traces_of(reader);
  ASSERT_EQ(traces.size(), programs.size());
  for (std::size_t i = 0; i < programs.size(); ++i) {
    EXPECT_EQ(traces[i].program, programs[i]) << i;
    EXPECT_EQ(traces[i].clocks, clocks_of(programs[i])) << i;
  }
  EXPECT_EQ(traces[0].results[2].ret, kRtMin);
  EXPECT_EQ(traces[1].ending, Ending::died);
  EXPECT_EQ(reader.noise(), 0u);
  EXPECT_EQ(reader.lost(), 0u);
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  EXPECT_EQ(reader.facts().release, session->facts().release);
}

TEST(Offline, ConsoleNoiseIsSkippedAndCounted) {
  const std::string text = "booting\n\n# " + output_of(lines_of({waits_for_a_timer()})) + "login:\r\n";
  OfflineReader reader(text, "board.log");
  EXPECT_EQ(traces_of(reader).size(), 1u);
  EXPECT_EQ(reader.noise(), 3u);
  EXPECT_EQ(reader.lost(), 0u);
}

TEST(Offline, LinesThatAreMissingCostOnlyTheirPrograms) {
  const std::string text = output_of(lines_of({waits_for_a_timer(), dies(), waits_for_a_timer()}));
  for (const wire::Kind kind : {wire::Kind::program, wire::Kind::trace}) {
    for (int n = 0; n < 3; ++n) {
      const std::string rest = without(text, kind, n);
      OfflineReader reader(rest, "board.log");
      EXPECT_EQ(traces_of(reader).size(), 2u) << n;
      EXPECT_EQ(reader.lost(), 1u) << n;
    }
  }
}

TEST(Offline, AProgramThatLostBothItsLinesIsCountedToo) {
  const std::string text = output_of(lines_of({waits_for_a_timer(), dies()}));
  const std::string rest = without(without(text, wire::Kind::trace, 1), wire::Kind::program, 1);
  OfflineReader reader(rest, "board.log");
  EXPECT_EQ(traces_of(reader).size(), 1u);
  EXPECT_EQ(reader.lost(), 1u);
}

TEST(Offline, AnOutputThatWasCutOffSaysSo) {
  const std::string text = output_of(lines_of({waits_for_a_timer(), dies()}));
  for (std::size_t length = text.find("tl{P"); length < text.size() - 1; length += 7) {
    const std::string rest = text.substr(0, length);
    OfflineReader reader(rest, "board.log");
    traces_of(reader);
    EXPECT_TRUE(reader.cut_off()) << length;
  }
  OfflineReader reader(text, "board.log");
  traces_of(reader);
  EXPECT_FALSE(reader.cut_off());
}

TEST(Offline, ALineThatReachedTheAgentDamagedIsLost) {
  std::string input = lines_of({waits_for_a_timer(), dies()});
  input[input.find('}') - 1] ^= 1;
  const std::string text = output_of(input);
  OfflineReader reader(text, "board.log");
  const auto traces = traces_of(reader);
  ASSERT_EQ(traces.size(), 1u);
  EXPECT_EQ(traces[0].program, dies());
  EXPECT_EQ(reader.lost(), 1u);
}

TEST(Offline, SeveralRunsOfAnAgentMayStandInOneFile) {
  const std::string text = output_of(lines_of({dies()})) + output_of(lines_of({waits_for_a_timer()}));
  OfflineReader reader(text, "board.log");
  const auto traces = traces_of(reader);
  ASSERT_EQ(traces.size(), 2u);
  EXPECT_EQ(traces[1].program, waits_for_a_timer());
  EXPECT_EQ(reader.lost(), 0u);
}

TEST(Offline, WhatCannotBeJudgedIsNamedWithItsLine) {
  const std::string input = lines_of({waits_for_a_timer()});
  EXPECT_EQ(first_error(output_of(input, "")), "board.log:2: a trace without its program: run the agent with --echo");
  EXPECT_EQ(first_error(output_of(input, "--echo --record 0")),
            "board.log:1: the agent ran with --record 0, which leaves nothing to judge: run it without");
  EXPECT_EQ(first_error("noise\n" + without(output_of(input), wire::Kind::hello, 0)),
            "board.log:3: a trace before any hello, so nothing is known of its target: save the agent's whole output");
}

TEST(Offline, ATraceThatDoesNotFitItsProgramIsAnError) {
  const std::string text = output_of(lines_of({waits_for_a_timer()}));
  const std::string other = output_of(lines_of({{Child::reused, {set_step(Op::pending, {})}}}));
  const std::size_t at = other.find("tl{T");
  const std::string mixed = without(text, wire::Kind::trace, 0);
  const std::string error = first_error(mixed.substr(0, mixed.find("tl{B")) + other.substr(at));
  EXPECT_EQ(error, "board.log:3: the trace of program 0 does not fit that program");
}

TEST(Offline, TracesAsTextAreNoAgentOutput) {
  EXPECT_FALSE(is_agent_output("timerlaw trace 1\n# tl{T0}00000\n"));
  EXPECT_FALSE(is_agent_output(""));
}

}  // namespace
}  // namespace timerlaw
