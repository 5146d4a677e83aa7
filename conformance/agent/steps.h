// SPDX-License-Identifier: Apache-2.0
// The steps by what they are about, and what they share.
#pragma once

#include "conformance/agent/state.h"

namespace timerlaw::agent {

inline constexpr std::int64_t kSecond = 1'000'000'000;

inline KernelTimespec literal(const TimeArg& t) {
  return {t.sec, t.frac};
}
inline std::int64_t length(const TimeArg& t) {
  return t.sec * kSecond + t.frac;
}

// A bad address for the old value fails the call after the timer was set.
inline bool took_effect(std::int64_t ret) {
  return ret == 0 || ret == -kEfault;
}

// timer_steps.cpp
void create(const Step& step, ProgramState& state, StepResult& result);
void settime(const Step& step, ProgramState& state, StepResult& result);
void gettime(const Step& step, const ProgramState& state, StepResult& result);
void overrun(const Step& step, const ProgramState& state, StepResult& result);
void remove(const Step& step, const ProgramState& state, StepResult& result);

// itimer_steps.cpp
void setitimer(const Step& step, ProgramState& state, StepResult& result);
void getitimer(const Step& step, StepResult& result);
void alarm(const Step& step, ProgramState& state, StepResult& result);

// wait_steps.cpp
long sleep(const TimeArg& value);
void until(const Step& step, const ProgramState& state);
void burn(const Step& step, const ProgramState& state);
void read(const Step& step, const ProgramState& state, StepResult& result);

// signal_steps.cpp
void disposition(const Step& step, const KernelSigaction& action, ProgramState& state, StepResult& result);
void take(const Step& step, StepResult& result);
void mask(const Step& step, ProgramState& state, StepResult& result);
void unmask(const Step& step, ProgramState& state, StepResult& result);
void window(const Step& step, ProgramState& state, StepResult& result);
void send(const Step& step, ProgramState& state, StepResult& result);
void queue(const Step& step, ProgramState& state, StepResult& result);

// process_steps.cpp
void restore(const Step& step, StepResult& result);
void limit(const Step& step, StepResult& result);
void setclock(const Step& step, ProgramState& state, StepResult& result);
void timens(const Step& step, StepResult& result);

}  // namespace timerlaw::agent
