// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/blocks.h"

#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

// As docs/program-format.md shows it.
constexpr std::string_view kExample =
    "timerlaw program 1 child=fresh\n"
    "create  t0 clock=monotonic notify=signal signo=USR1\n"
    "thread 1 {\n"
    "  settime t0 rel value=1ms interval=0\n"
    "}\n"
    "sleep   2ms\n"
    "thread 1 {\n"
    "  take    USR1 timeout=0\n"
    "  exit\n"
    "}\n"
    "fork 2 {\n"
    "  thread 3 {\n"
    "    gettime t0\n"
    "  }\n"
    "  pending\n"
    "}\n"
    "exit\n";

std::vector<Step> steps_of(std::string_view text) {
  const auto programs = parse_programs(text, "f");
  EXPECT_TRUE(programs) << programs.error();
  return programs && programs->size() == 1 ? programs->front().steps : std::vector<Step>{};
}

std::string printed(std::vector<Step> steps) {
  const std::string text = to_text(Program{Child::reused, std::move(steps)});
  return text.substr(text.find('\n') + 1);
}

std::string error_of(std::string_view text) {
  const auto programs = parse_programs(text, "f");
  return programs ? "no error" : programs.error();
}

constexpr Step pending_of(Party party) {
  return {.op = Op::pending, .party = party};
}
constexpr Step thread(Party by, std::int64_t number) {
  return {.op = Op::thread, .party = by, .number = number};
}
constexpr Step fork(Party by, std::int64_t number) {
  return {.op = Op::fork, .party = by, .number = number};
}
constexpr Step exit_of(Party party) {
  return {.op = Op::exit, .party = party};
}

TEST(Blocks, SayWhoPerformsTheStepsBetweenThem) {
  const std::vector<Step> steps = steps_of(kExample);
  ASSERT_EQ(steps.size(), 12u);
  EXPECT_EQ(steps[1], thread(0, 1));
  EXPECT_EQ(steps[2].party, 1);
  EXPECT_EQ(steps[3].party, 0);
  EXPECT_EQ(steps[4].party, 1);
  EXPECT_EQ(steps[5], exit_of(1));
  EXPECT_EQ(steps[6], fork(0, 2));
  EXPECT_EQ(steps[7], thread(2, 3));
  EXPECT_EQ(steps[8].party, 3);
  EXPECT_EQ(steps[9], pending_of(2));
  EXPECT_EQ(steps[10], exit_of(2));
  EXPECT_EQ(steps[11], exit_of(0));
}

TEST(Blocks, TheExampleIsPrintedAsItStands) {
  EXPECT_EQ(to_text(Program{Child::fresh, steps_of(kExample)}), kExample);
}

TEST(Blocks, AThreadMadeForLaterHasAnEmptyBlock) {
  const std::vector<Step> steps = {thread(0, 1), pending_of(0), pending_of(1), pending_of(0)};
  const std::string text = printed(steps);
  EXPECT_EQ(text, "thread 1 {\n}\npending\nthread 1 {\n  pending\n}\npending\n");
  EXPECT_EQ(steps_of("timerlaw program 1\n" + text), steps);
}

TEST(Blocks, AThreadMayMakeThreadsAndFork) {
  const std::vector<Step> steps = {thread(0, 1),  thread(1, 2), pending_of(2), pending_of(1), fork(1, 3),
                                   pending_of(3), exit_of(3),   pending_of(1), pending_of(2)};
  const std::string text = printed(steps);
  EXPECT_EQ(text,
            "thread 1 {\n"
            "  thread 2 {\n"
            "    pending\n"
            "  }\n"
            "  pending\n"
            "  fork 3 {\n"
            "    pending\n"
            "  }\n"
            "  pending\n"
            "}\n"
            "thread 2 {\n"
            "  pending\n"
            "}\n");
  EXPECT_EQ(steps_of("timerlaw program 1\n" + text), steps);
}

TEST(Blocks, ThreadsGoOnAfterTheMainThreadEnded) {
  const std::vector<Step> steps = {thread(0, 1), exit_of(0), pending_of(1)};
  EXPECT_EQ(steps_of("timerlaw program 1\n" + printed(steps)), steps);
}

TEST(Blocks, BlanksAndEmptyLaterBlocksSayNothing) {
  EXPECT_EQ(steps_of("timerlaw program 1\n\tthread   1\t{ \r\n}\n\n# a note\n thread 1 {\n\n  }\n"
                     "thread 1 {\npending\n}\nthread 1 {\n  pending\n}\n"),
            (std::vector{thread(0, 1), pending_of(1), pending_of(1)}));
}

TEST(Blocks, ErrorsSayWhatIsMissing) {
  const std::string head = "timerlaw program 1\n";
  const std::vector<std::pair<std::string, std::string>> table = {
      {"thread 1\n",
       "f:2:9: expected {, and the party's steps on the lines below, up to a line with }, found end of line"},
      {"thread 1 { pending }\n", "f:2:12: expected end of line, found `pending`"},
      {"thread {\n}\n", "f:2:8: expected a party from 1 to 7 (party 0 acts outside of all blocks), found `{`"},
      {"thread 0 {\n}\n", "f:2:8: expected a party from 1 to 7 (party 0 acts outside of all blocks), found `0`"},
      {"fork 8 {\n}\n", "f:2:6: expected a party from 1 to 7 (party 0 acts outside of all blocks), found `8`"},
      {"}\n", "f:2:1: expected a step, as no block is open, found `}`"},
      {"thread 1 {\n} pending\n", "f:3:3: expected end of line, found `pending`"},
      {"thread 1 {\npending\n", "f:4:1: expected } of the block that begins on line 2, found end of file"},
      {"fork 1 {\ntimerlaw program 1\n", "f:3:1: expected } of the block that begins on line 2, found `timerlaw`"},
      {"thread 1 {\n}\nfork 1 {\n}\n",
       "f:4:6: expected a party that is not made yet, found `1`, which was made on line 2"},
      {"fork 1 {\nexit\n}\n", "f:3:1: expected a step or }, as the } of `fork 1` is its exit, found `exit`"},
      {"fork 1 {\n}\nthread 1 {\n}\n", "f:4:8: expected a thread that still runs, found `1`, which ended on line 3"},
      {"fork 1 {\nthread 2 {\n}\n}\nthread 2 {\n}\n",
       "f:6:8: expected a thread that still runs, found `2`, which ended on line 5"},
      {"thread 1 {\nexit\npending\n}\n",
       "f:4:1: expected } or a block of another thread, as party 1 ended on line 3, found `pending`"},
      {"thread 1 {\nexit\n}\nthread 1 {\n}\n",
       "f:5:8: expected a thread that still runs, found `1`, which ended on line 3"},
      {"exit\npending\n",
       "f:3:1: expected a block of another thread, or the program's end, as party 0 ended on line 2, found `pending`"},
      {"exit\nthread 1 {\n}\n",
       "f:3:1: expected a block of another thread, or the program's end, as party 0 ended on line 2, found `thread`"},
      {"thread 1 {\n}\nexec\npending\nthread 1 {\n}\n",
       "f:6:8: expected a thread that still runs, found `1`, which ended on line 4"},
      {"thread 1 {\n}\nfork 2 {\nthread 1 {\n}\n}\n",
       "f:5:8: expected a thread of party 2's process, or } before it, found `1`, a thread of party 0's"},
  };
  for (const auto& [text, message] : table) {
    EXPECT_EQ(error_of(head + text), message) << text;
  }
}

TEST(Blocks, AListThatNoTextCanSayIsPrintedAndRefused) {
  const std::vector<std::vector<Step>> lists = {
      {pending_of(1)},
      {thread(0, 1), thread(0, 1)},
      {thread(0, 9)},
      {thread(0, -1)},
      {fork(0, 1), pending_of(1)},
      {fork(0, 1), pending_of(0), exit_of(1)},
      {fork(0, 1), exit_of(1), pending_of(1)},
      {fork(0, 1), exit_of(1), exit_of(1)},
      {thread(0, 1), exit_of(1), pending_of(1)},
      {thread(0, 1), fork(1, 2), pending_of(1), exit_of(2)},
      {exit_of(0), pending_of(0)},
      {pending_of(255)},
  };
  for (const auto& list : lists) {
    const std::string text = to_text(Program{Child::reused, list});
    EXPECT_FALSE(parse_programs(text, "f")) << text;
  }
}

// As docs/trace-format.md shows it.
TEST(Blocks, ResultsStandBelowTheStepOrTheBraceThatIsOne) {
  constexpr std::string_view kTrace =
      "timerlaw trace 1 child=fresh pid=4711 uid=0 next_id=0\n"
      "parties 4712/4711 4713/4713\n"
      "clocks monotonic party:1:thread_sched\n"
      "@ 1000 -\n"
      "thread 1 {\n"
      "= 0 @ 1400 0\n"
      "  window  USR1 0\n"
      "  = 0 @ 1900 400\n"
      "  ! signo=USR1 code=user pid=4711 uid=0 by=1\n"
      "}\n"
      "fork 2 {\n"
      "= 0 @ 2300 -\n"
      "  alarm   1\n"
      "  = not-run @ 2700 -\n"
      "}\n"
      "= 9 @ 3100 400\n"
      "end done\n";
  const auto traces = parse_traces(kTrace, "f");
  ASSERT_TRUE(traces) << traces.error();
  const Trace& trace = traces->front().trace;
  EXPECT_EQ(to_text(trace), kTrace);
  EXPECT_EQ(trace.parties, (std::vector<PartyIds>{{4712, 4711}, {4713, 4713}}));
  EXPECT_EQ(trace.clocks[1], ClockId{party_clock(1, 6)});
  EXPECT_EQ(trace.readings[1].ns, -1);
  EXPECT_EQ(trace.deliveries.front().party, 1);
  EXPECT_FALSE(trace.results[3].ran);
  EXPECT_EQ(trace.program.steps[4], exit_of(2));
  EXPECT_EQ(trace.results[4].ret, 9);
}

}  // namespace
}  // namespace timerlaw
