// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/trace_text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "conformance/formats/program_text.h"
#include "conformance/formats/result_text.h"

namespace timerlaw {
namespace {

std::string read_corpus(std::string_view name) {
  std::ifstream in(std::filesystem::path(TIMERLAW_FUZZ_CORPUS) / name);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

Trace only_trace(std::string_view text) {
  auto traces = parse_traces(text, "trace");
  EXPECT_TRUE(traces) << traces.error();
  return traces && !traces->empty() ? traces->front().trace : Trace{};
}

// As docs/trace-format.md shows it.
constexpr std::string_view kExample =
    "timerlaw trace 1 child=reused pid=4711 uid=0 next_id=17\n"
    "clocks monotonic realtime\n"
    "@ 1000 2000\n"
    "create  t0 clock=realtime notify=signal signo=RTMIN+0\n"
    "= 0 id=17 @ 1400 2400\n"
    "settime t0 rel value=1ms interval=0 old=bad\n"
    "= -EFAULT old=untouched @ 1800 2800\n"
    "window  USR1,RTMIN+0 2ms\n"
    "= 0 @ 2002100 2003100\n"
    "! signo=RTMIN+0 code=timer timerid=17 overrun=0 value=0x2a\n"
    "! signo=USR1 code=user pid=4711 uid=0\n"
    "pending\n"
    "= 0 pending=none @ 2002300 2003300\n"
    "kill    KILL\n"
    "end died KILL @ 2012300 2013300\n";

TEST(TraceText, TheExampleSaysWhatItShows) {
  const Trace trace = only_trace(kExample);
  EXPECT_EQ(trace.pid, 4711);
  EXPECT_EQ(trace.next_id, 17);
  EXPECT_FALSE(trace.stopped);
  EXPECT_EQ(trace.clocks, (std::vector{ClockId::monotonic, ClockId::realtime}));
  EXPECT_EQ(trace.boundaries(), 6u);
  EXPECT_EQ(trace.bracket(1, 0), (Bracket{{1400}, {1800}}));
  ASSERT_EQ(trace.results.size(), 4u);
  EXPECT_EQ(trace.results[0], (StepResult{.out = Out::written, .id = 17}));
  EXPECT_EQ(trace.results[1], (StepResult{.ret = -14, .out = Out::untouched}));
  EXPECT_EQ(trace.results[2], (StepResult{.first_delivery = 0, .deliveries = 2}));
  ASSERT_EQ(trace.deliveries.size(), 2u);
  EXPECT_EQ(trace.deliveries[0].info, (SigInfo{.signo = 34, .code = kSiTimer, .a = 17, .value = 42}));
  EXPECT_EQ(trace.deliveries[0].party, 0);
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kSigKill);
}

TEST(TraceText, TheExampleIsPrintedAsItStands) {
  EXPECT_EQ(to_text(only_trace(kExample)), kExample);
}

TEST(TraceText, FactsHoldForTheTracesAfterThem) {
  const std::string trace = to_text(Trace{});
  TargetFacts one;
  one.release = "6.13 with blanks %";
  TargetFacts two;
  two.cpus = 64;
  const auto traces = parse_traces(trace + to_text(one) + trace + trace + to_text(two) + trace, "f");
  ASSERT_TRUE(traces) << traces.error();
  ASSERT_EQ(traces->size(), 4u);
  EXPECT_EQ((*traces)[0].facts.release, "");
  EXPECT_EQ((*traces)[1].facts.release, one.release);
  EXPECT_EQ((*traces)[2].facts.release, one.release);
  EXPECT_EQ((*traces)[3].facts.release, "");
  EXPECT_EQ((*traces)[3].facts.cpus, 64);
}

TEST(TraceText, AStepsResultCanBeShownAlone) {
  EXPECT_EQ(result_text({.op = Op::settime}, {.ret = -22}), "-EINVAL");
  EXPECT_EQ(result_text({.op = Op::gettime}, {.out = Out::written, .frac = 5}), "0 value=0,5 interval=0,0");
  EXPECT_EQ(result_text({.op = Op::take}, {.ret = 14, .info = {.signo = 14, .code = kSiKernel}}),
            "14 signo=ALRM code=kernel pid=0 uid=0");
}

TEST(TraceText, AStepWhosePartyWasGoneDidNotRun) {
  EXPECT_EQ(result_text({.op = Op::settime}, {.ran = false}), "not-run");
}

TEST(TraceText, AnOldLimitIsOneNumber) {
  EXPECT_EQ(result_text({.op = Op::limit}, {.out = Out::written, .sec = 5}), "0 old=5");
  EXPECT_EQ(result_text({.op = Op::limit}, {.ret = -14, .out = Out::untouched}), "-EFAULT old=untouched");
}

TEST(TraceText, RemarksStandBelowTheirSteps) {
  Trace trace = only_trace(kExample);
  std::string text;
  append_trace(text, trace, [](std::size_t i) { return "# step " + std::to_string(i) + "\n"; });
  EXPECT_NE(text.find("= 0 id=17 @ 1400 2400\n# step 0\nsettime"), std::string::npos) << text;
  EXPECT_NE(text.find("kill    KILL\n# step 4\nend"), std::string::npos) << text;
  EXPECT_EQ(only_trace(text), trace);
}

TEST(TraceText, PrintingATraceThatIsNotWholeStaysWithinItsBounds) {
  Trace trace;
  trace.clocks = {ClockId::monotonic, ClockId::tai};
  trace.readings = {{1}, {2}, {3}};
  trace.results = {StepResult{}, StepResult{.first_delivery = 7, .deliveries = 9}};
  trace.deliveries.resize(8);
  EXPECT_FALSE(to_text(trace).empty());
  trace.program.steps.resize(1);
  EXPECT_FALSE(to_text(trace).empty());
}

TEST(TraceText, EveryFileOfTheFuzzCorpusIsAccepted) {
  for (const auto& name : {"issue.program", "every_step.program", "parties.program"}) {
    const auto programs = parse_programs(read_corpus(name), name);
    ASSERT_TRUE(programs) << programs.error();
    EXPECT_FALSE(programs->empty());
  }
  for (const auto& name : {"done.trace", "endings.trace", "parties.trace"}) {
    const auto traces = parse_traces(read_corpus(name), name);
    ASSERT_TRUE(traces) << traces.error();
    EXPECT_FALSE(traces->empty());
  }
}

}  // namespace
}  // namespace timerlaw
