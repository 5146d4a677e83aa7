// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/handler.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {
namespace {

bool handlers_are_over() {
  return logged_deliveries() >= kHandlerRuns;
}

// Sets the mask, unless the last handler of the program has run: then nothing is unblocked any more. Signals with a
// handler are held back while that is found out; others are not, for an ignored signal meets another fate while it is
// blocked.
long set_mask(const SigSet& mask, const SigSet& handled) {
  if (!handled.empty()) {
    call(nr::rt_sigprocmask, kSigBlock, &handled, 0, kSigSetBytes);
  }
  const SigSet& next = handlers_are_over() ? kAllSignals : mask;
  return call(nr::rt_sigprocmask, kSigSetmask, &next, 0, kSigSetBytes);
}

SigSet current_mask() {
  SigSet mask;
  call(nr::rt_sigprocmask, kSigBlock, 0, &mask, kSigSetBytes);
  return mask;
}

}  // namespace

void disposition(const Step& step, const KernelSigaction& action, ProgramState& state, StepResult& result) {
  result.ret = call(nr::rt_sigaction, step.number, &action, 0, kSigSetBytes);
  if (step.number >= 1 && step.number <= kSigMax) {
    const auto signo = static_cast<Signo>(step.number);
    state.changed.add(signo);
    if (step.op == Op::handler) {
      state.handled.add(signo);
    } else {
      state.handled.remove(signo);
    }
  }
}

void take(const Step& step, StepResult& result) {
  const KernelTimespec timeout = literal(step.value);
  KernelSigInfo info{};
  result.ret = call(nr::rt_sigtimedwait, &step.set, &info, &timeout, kSigSetBytes);
  if (result.ret > 0) {
    result.info = plain_info(info);
  }
}

void mask(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  result.ret = call(nr::rt_sigprocmask, kSigBlock, &step.set, 0, kSigSetBytes);
}

void unmask(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  result.ret = set_mask({current_mask().bits & ~step.set.bits}, state.handled);
}

void window(const Step& step, ProgramState& state, StepResult& result) {
  state.mask = true;
  const SigSet before = current_mask();
  result.ret = set_mask({before.bits & ~step.set.bits}, state.handled);
  if (step.value.sec != 0 || step.value.frac != 0) {
    result.ret = sleep(step.value);
  }
  set_mask(before, state.handled);
}

void send(const Step& step, ProgramState& state, StepResult& result) {
  state.signals = true;
  const PartyState& whom = is_party_tid(step.tid) ? state.party[party_of_tid(step.tid)] : state.me();
  if (whom.pid == 0 || !process_is_alive(state, whom.process)) {
    result.ret = -kEsrch;  // pid 0 is the whole process group, and the number of one that has gone may be another's
  } else if ((step.flags & kKillThread) != 0) {
    result.ret = call(nr::tgkill, whom.pid, whom.tid, step.number);
  } else {
    result.ret = call(nr::kill, whom.pid, step.number);
  }
}

void queue(const Step& step, ProgramState& state, StepResult& result) {
  state.signals = true;
  KernelSigInfo info{};
  info.signo = static_cast<std::int32_t>(step.number);
  info.code = static_cast<std::int32_t>(step.notify);
  info.a = state.me().pid;
  info.b = static_cast<std::int32_t>(state.uid);
  info.value = static_cast<std::uintptr_t>(step.sival);
  result.ret = call(nr::rt_sigqueueinfo, state.me().pid, step.number, &info);
}

}  // namespace timerlaw::agent
