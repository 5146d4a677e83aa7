// SPDX-License-Identifier: Apache-2.0
// Gives steps to parties, so that a text can say the list.
#pragma once

#include <vector>

#include "model/step.h"

namespace timerlaw::any {

// The steps, each of a party drawn from those that are there, without the steps that would make a party again or end
// one that must not, and with the exits that are missing. Draws: to be called within rc::gen::exec.
std::vector<Step> parties_of(std::vector<Step> steps);

}  // namespace timerlaw::any
