// SPDX-License-Identifier: Apache-2.0
// Small lies about what was seen: a number that is off by one, a signal that is missing, a reading that is moved.
#pragma once

#include <string_view>

#include "model/simulator/dice.h"
#include "model/trace.h"

namespace timerlaw::solver {

// Changes one thing; its name, or "" if chance found nothing to change.
std::string_view mutate(Trace& trace, Dice& dice);

}  // namespace timerlaw::solver
