// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/step.h"

namespace timerlaw {

// What a step reports of a call that failed and wrote nothing.
constexpr StepResult failed(int error, Pointer out) {
  StepResult result;
  result.ret = -error;
  result.out = out == Pointer::ok ? Out::untouched : Out::none;
  return result;
}

}  // namespace timerlaw
