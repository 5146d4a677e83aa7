// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/step.h"

#include "conformance/agent/cpus.h"
#include "conformance/agent/handler.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {

void execute(const Step& step, ProgramState& state, StepResult& result) {
  switch (step.op) {
    case Op::create:
      return create(step, state, result);
    case Op::settime:
      return settime(step, state, result);
    case Op::gettime:
      return gettime(step, state, result);
    case Op::overrun:
      return overrun(step, state, result);
    case Op::remove:
      return remove(step, state, result);
    case Op::setitimer:
      return setitimer(step, state, result);
    case Op::getitimer:
      return getitimer(step, result);
    case Op::alarm:
      return alarm(step, state, result);
    case Op::sleep:
      result.ret = sleep(step.value);
      return;
    case Op::until:
      return until(step, state);
    case Op::cpu:
      state.moved = true;
      result.ret = pin(step.number);
      return;
    case Op::take:
      return take(step, result);
    case Op::pending:
      result.ret = call(nr::rt_sigpending, &result.pending, kSigSetBytes);
      return;
    case Op::mask:
      return mask(step, state, result);
    case Op::unmask:
      return unmask(step, state, result);
    case Op::ignore:
      return disposition(step, {kSigIgn, 0, 0, {}}, state, result);
    case Op::dflt:
      return disposition(step, {kSigDfl, 0, 0, {}}, state, result);
    case Op::handler:
      return disposition(step, handler_action(step.flags), state, result);
    case Op::window:
      return window(step, state, result);
    case Op::kill:
      return send(step, state, result);
    case Op::burn:
      return burn(step, state);
    case Op::read:
      return read(step, state, result);
    case Op::queue:
      return queue(step, state, result);
    case Op::restore:
      return restore(step, result);
    case Op::limit:
      return limit(step, result);
    case Op::setclock:
      return setclock(step, state, result);
    case Op::timens:
      return timens(step, result);
    case Op::thread:
    case Op::fork:
    case Op::exit:
    case Op::exec:
      return;  // parties.h
  }
}

}  // namespace timerlaw::agent
