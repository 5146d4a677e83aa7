// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/eval.h"

namespace timerlaw {

// What the simulated getitimer shows, in microseconds.
struct ItimerShown {
  Wide value = 0;
  Wide interval = 0;
};

}  // namespace timerlaw
