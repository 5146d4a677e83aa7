// SPDX-License-Identifier: Apache-2.0
// Every call with every combination of edge values in its arguments.
#pragma once

#include <cstdint>

#include "model/trace.h"

namespace timerlaw {

std::uint64_t product_count();
Program product_at(std::uint64_t index);

}  // namespace timerlaw
