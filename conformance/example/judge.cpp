// SPDX-License-Identifier: Apache-2.0
// Another harness judges what it saw itself: a timer of one second that shows two.
#include "model/judge.h"

#include <cstdio>

#include "model/profile.h"

int main() {
  using namespace timerlaw;
  Trace trace;
  trace.program.steps = {
      {.op = Op::create, .out = Pointer::ok, .slot = 0, .clock = 1, .notify = 1},  // SIGEV_NONE on MONOTONIC
      {.op = Op::settime, .slot = 0, .value = {.sec = 1}},
      {.op = Op::gettime, .out = Pointer::ok, .slot = 0},
  };
  trace.clocks = {ClockId::monotonic};
  trace.readings = {{1'000}, {2'000}, {3'000}, {4'000}};  // before each step, and after the last
  trace.results = {
      {.out = Out::written, .id = 0},
      {},
      {.out = Out::written, .sec = 2},
  };

  const Profile* law = find_profile("linux-6.12");
  Judgement judgement;
  judge(trace, *law, TargetFacts{}, JudgeOptions{}, judgement);
  for (const Divergence& divergence : judgement.divergences)
    std::printf("step %zu breaks %s: %s; %s\n", divergence.step, std::string(rule(divergence.rule).id).c_str(),
                divergence.observed.c_str(), divergence.allowed.c_str());
  return judgement.diverged() ? 1 : 0;
}
