// SPDX-License-Identifier: Apache-2.0
// Programs generated per second and core.
#include <benchmark/benchmark.h>

#include "generators/source.h"

namespace timerlaw {
namespace {

void generate(benchmark::State& state, const Source& source) {
  std::uint64_t index = 0;
  std::size_t steps = 0;
  for (auto _ : state) {
    const Program program = source.at(index % source.size());
    index += 7919;  // a prime, so that every kind of program of a finite source is met
    steps += program.steps.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["steps"] = static_cast<double>(steps) / static_cast<double>(state.iterations());
}

void BM_Random(benchmark::State& state) {
  generate(state, *random_source(1));
}
void BM_RandomWithoutWaits(benchmark::State& state) {
  generate(state, *random_source(1, false));
}
void BM_Exhaustive(benchmark::State& state) {
  generate(state, *exhaustive_source());
}
void BM_Aimed(benchmark::State& state) {
  generate(state, *aimed_source(2));
}
BENCHMARK(BM_Random);
BENCHMARK(BM_RandomWithoutWaits);
BENCHMARK(BM_Exhaustive);
BENCHMARK(BM_Aimed);

}  // namespace
}  // namespace timerlaw
