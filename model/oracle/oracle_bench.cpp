// SPDX-License-Identifier: Apache-2.0
// What judging costs: steps per second and core on the default mix, and how it grows with timers and with length.
#include <benchmark/benchmark.h>

#include "generators/source.h"
#include "model/judge.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw {
namespace {

using namespace simulated;

constexpr std::size_t kTraces = 4000;

std::vector<Trace> traces_of(const Source& source) {
  TargetFacts facts;
  facts.cpus = 2;
  std::vector<Trace> traces;
  for (std::uint64_t i = 0; traces.size() < kTraces; ++i) {
    Trace trace = simulate(source.at(i), *find_profile("linux-6.15"), facts, {.seed = i});
    if (trace.ending != Ending::refused) {
      traces.push_back(std::move(trace));
    }
  }
  return traces;
}

void judge_all(benchmark::State& state, const std::vector<Trace>& traces) {
  const TargetFacts facts;
  const JudgeOptions options;
  Judgement judgement;
  std::size_t steps = 0;
  std::size_t divergences = 0;
  for (const Trace& trace : traces) {
    steps += trace.results.size();
  }
  for (auto _ : state) {
    for (const Trace& trace : traces) {
      judge(trace, *find_profile("linux-6.15"), facts, options, judgement);
      divergences += judgement.divergences.size();
    }
  }
  if (divergences != 0) {
    state.SkipWithError("the simulated kernel was found to break the law");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(steps));
  state.SetComplexityN(static_cast<std::int64_t>(steps));
  state.counters["traces/s"] =
      benchmark::Counter(static_cast<double>(traces.size()), benchmark::Counter::kIsIterationInvariantRate);
}

void BM_DefaultMix(benchmark::State& state) {
  judge_all(state, traces_of(*random_source(1)));
}
void BM_DefaultMixWithoutWaits(benchmark::State& state) {
  judge_all(state, traces_of(*random_source(1, false)));
}
BENCHMARK(BM_DefaultMix)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_DefaultMixWithoutWaits)->Unit(benchmark::kMillisecond);

Signo signo_of(std::int32_t slot) {
  return kRtMin + slot % 30;
}

// Every timer is armed, looked at, waited for and taken; `together`: all of them are due before the first is taken.
std::vector<Trace> many_timers(std::int32_t timers, bool together) {
  std::vector<Step> steps;
  for (std::int32_t slot = 0; slot < timers; ++slot) {
    steps.push_back(create(slot, signo_of(slot)));
  }
  const auto use = [&](std::int32_t slot) {
    steps.push_back(settime(slot, ns(kMs), ns(slot % 2 == 0 ? 0 : 3'600 * kS)));
    steps.push_back(gettime(slot));
  };
  const auto finish = [&](std::int32_t slot) {
    steps.push_back(take(only(signo_of(slot)), kS));
    steps.push_back(overrun(slot));
    steps.push_back(gettime(slot));
  };
  for (std::int32_t slot = 0; slot < timers; ++slot) {
    use(slot);
    if (!together) {
      finish(slot);
    }
  }
  if (together) {
    steps.push_back(sleep(kS / 2));
    for (std::int32_t slot = 0; slot < timers; ++slot) {
      finish(slot);
    }
  }
  return {run(std::move(steps), {.bracket_width = {300}})};
}

void BM_TimersOneAfterAnother(benchmark::State& state) {
  judge_all(state, many_timers(static_cast<std::int32_t>(state.range(0)), false));
}
void BM_TimersDueTogether(benchmark::State& state) {
  judge_all(state, many_timers(static_cast<std::int32_t>(state.range(0)), true));
}
BENCHMARK(BM_TimersOneAfterAnother)->RangeMultiplier(10)->Range(10, 10'000)->Complexity();
BENCHMARK(BM_TimersDueTogether)->RangeMultiplier(10)->Range(10, 10'000)->Complexity();

// Ten timers of all kinds, used over and over.
std::vector<Trace> long_trace(std::size_t length) {
  std::vector<Step> steps;
  for (std::int32_t slot = 0; slot < 8; ++slot) {
    steps.push_back(create(slot, signo_of(slot)));
  }
  for (std::int32_t i = 0; steps.size() < length; ++i) {
    const std::int32_t slot = i % 8;
    steps.push_back(settime(slot, ns(kMs), ns(slot % 2 == 0 ? 0 : 300 * kUs)));
    steps.push_back(gettime(slot));
    steps.push_back(take(only(signo_of(slot)), kS));
    steps.push_back(overrun(slot));
    steps.push_back(setitimer(us(500)));
    steps.push_back(sleep(kMs));
    steps.push_back(getitimer());
    steps.push_back(take(only(kSigAlrm)));
    steps.push_back(pending());
  }
  steps.resize(length);
  return {run(std::move(steps), {.bracket_width = {300}})};
}

void BM_Length(benchmark::State& state) {
  judge_all(state, long_trace(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(BM_Length)->RangeMultiplier(10)->Range(10, 100'000)->Complexity();

}  // namespace
}  // namespace timerlaw
