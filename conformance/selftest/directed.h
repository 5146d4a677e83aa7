// SPDX-License-Identifier: Apache-2.0
// Programs written by hand, each for a rule that the generators seldom meet: job control, and timers that stand still.
#pragma once

#include <memory>

#include "generators/source.h"

namespace timerlaw {

std::unique_ptr<Source> directed_source();

}  // namespace timerlaw
