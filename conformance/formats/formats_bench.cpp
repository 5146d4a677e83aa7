// SPDX-License-Identifier: Apache-2.0
// How many steps per second are printed and read. Asserts nothing.
#include <benchmark/benchmark.h>

#include "conformance/formats/program_text.h"
#include "conformance/formats/trace_text.h"

namespace timerlaw {
namespace {

constexpr std::string_view kTrace =
    "timerlaw trace 1 child=reused pid=4711 uid=0 next_id=17\n"
    "clocks monotonic\n"
    "@ 1000000000000\n"
    "create  t0 clock=monotonic notify=signal signo=RTMIN+0\n"
    "= 0 id=17 @ 1000000000400\n"
    "settime t0 rel value=1ms interval=250us old\n"
    "= 0 value=0,0 interval=0,0 @ 1000000000800\n"
    "sleep   2ms\n"
    "= 0 @ 1000002000800\n"
    "take    RTMIN+0 timeout=0\n"
    "= 34 signo=RTMIN+0 code=timer timerid=17 overrun=4 value=0x0 @ 1000002001100\n"
    "gettime t0\n"
    "= 0 value=0,249700 interval=0,250000 @ 1000002001300\n"
    "delete  t0\n"
    "= 0 @ 1000002001700\n"
    "end done\n";

void count_steps(benchmark::State& state, const Trace& trace) {
  const auto steps = static_cast<std::int64_t>(trace.program.steps.size());
  state.counters["steps"] =
      benchmark::Counter(static_cast<double>(state.iterations() * steps), benchmark::Counter::kIsRate);
}

void print_program(benchmark::State& state) {
  const Trace trace = parse_traces(kTrace, "bench")->front().trace;
  std::string out;
  for (auto _ : state) {
    out.clear();
    append_program(out, trace.program);
    benchmark::DoNotOptimize(out.data());
  }
  count_steps(state, trace);
}
BENCHMARK(print_program);

void read_program(benchmark::State& state) {
  const Trace trace = parse_traces(kTrace, "bench")->front().trace;
  const std::string text = to_text(trace.program);
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_programs(text, "bench"));
  }
  count_steps(state, trace);
}
BENCHMARK(read_program);

void print_trace(benchmark::State& state) {
  const Trace trace = parse_traces(kTrace, "bench")->front().trace;
  std::string out;
  for (auto _ : state) {
    out.clear();
    append_trace(out, trace);
    benchmark::DoNotOptimize(out.data());
  }
  count_steps(state, trace);
}
BENCHMARK(print_trace);

void read_trace(benchmark::State& state) {
  const Trace trace = parse_traces(kTrace, "bench")->front().trace;
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_traces(kTrace, "bench"));
  }
  count_steps(state, trace);
}
BENCHMARK(read_trace);

}  // namespace
}  // namespace timerlaw
