// SPDX-License-Identifier: Apache-2.0
// The committed programs, each for a rule that generated ones seldom meet, or never. What a target cannot do its agent
// refuses, with the reason.
#pragma once

#include <memory>

#include "generators/source.h"

namespace timerlaw {

std::unique_ptr<Source> directed_source();

}  // namespace timerlaw
