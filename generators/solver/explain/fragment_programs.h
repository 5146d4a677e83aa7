// SPDX-License-Identifier: Apache-2.0
// Random programs of the fragment that explain_trace answers for: a few timers whose expiries meet the steps.
#pragma once

#include "model/simulator/dice.h"
#include "model/trace.h"

namespace timerlaw::solver {

// `width` is that of the brackets it will be run with.
Program fragment_program(Dice& dice, Nanos width);

}  // namespace timerlaw::solver
