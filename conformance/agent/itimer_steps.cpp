// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/output.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {
namespace {

void report(const KernelItimerval& value, StepResult& result) {
  result.sec = value.value.sec;
  result.frac = value.value.usec;
  result.interval_sec = value.interval.sec;
  result.interval_frac = value.interval.usec;
}

}  // namespace

void setitimer(const Step& step, ProgramState& state, StepResult& result) {
  state.itimers = state.signals = true;
  const KernelItimerval fresh{{static_cast<long>(step.interval.sec), static_cast<long>(step.interval.frac)},
                              {static_cast<long>(step.value.sec), static_cast<long>(step.value.frac)}};
  const auto untouched = canary<KernelItimerval>();
  void* in = place_input(step.in, &fresh, sizeof(fresh));
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(nr::setitimer, step.clock, in, out);
  KernelItimerval old;
  const bool written = was_written(step.out, out, untouched, old);
  result.out = out_of(step.out, written);
  if (written) {
    report(old, result);
  }
  if (step.clock == static_cast<std::int64_t>(Which::real) && took_effect(result.ret)) {
    const auto time = [](const KernelTimeval& t) { return t.sec * kSecond + t.usec * std::int64_t{1000}; };
    const std::int64_t value = time(fresh.value), interval = time(fresh.interval);
    state.real = {value != 0 && step.in != Pointer::null, state.now[0] + value, interval};
  }
}

void getitimer(const Step& step, StepResult& result) {
  const auto untouched = canary<KernelItimerval>();
  void* out = place_output(step.out, &untouched, sizeof(untouched));
  result.ret = call(nr::getitimer, step.clock, out);
  KernelItimerval current;
  const bool written = was_written(step.out, out, untouched, current);
  result.out = out_of(step.out, written);
  if (written) {
    report(current, result);
  }
}

void alarm(const Step& step, ProgramState& state, StepResult& result) {
  state.itimers = state.signals = true;
  // Seconds, never an error: not negative where a register has 32 bits.
  result.ret = static_cast<std::int64_t>(static_cast<unsigned long>(call(nr::alarm, step.number)));
  const auto seconds = static_cast<std::int64_t>(static_cast<std::uint32_t>(step.number));
  state.real = {seconds != 0, state.now[0] + seconds * kSecond, 0};
}

}  // namespace timerlaw::agent
