// SPDX-License-Identifier: Apache-2.0
// For messages about a name that does not exist: the ones that may have been meant.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace timerlaw {

// Up to three names that are spelled most like `name`, nearest first.
std::vector<std::string_view> nearest(std::string_view name, std::span<const std::string_view> names);

}  // namespace timerlaw
