// SPDX-License-Identifier: Apache-2.0
// The alphabet of the bounded-exhaustive sequences.
#pragma once

#include <span>
#include <vector>

#include "model/step.h"

namespace timerlaw {

// One step, or two where the first makes the second survivable (a handler, then an open mask).
using Letter = std::vector<Step>;

std::span<const Letter> alphabet();

// What follows each sequence, so that the state it led to is seen.
std::span<const Step> observations();

}  // namespace timerlaw
