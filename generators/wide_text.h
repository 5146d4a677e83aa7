// SPDX-License-Identifier: Apache-2.0
// Wide as a decimal number: the standard library neither writes nor reads 128 bits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/eval.h"

namespace timerlaw {

std::string decimal(Wide value);
// nullopt: not a decimal number, or above 10^30.
std::optional<Wide> read_decimal(std::string_view text);

}  // namespace timerlaw
