// SPDX-License-Identifier: Apache-2.0
// generators/corpus/differences.edges as it was when the binary was built.
#pragma once

#include <string_view>

namespace timerlaw {

std::string_view differences_text();

}  // namespace timerlaw
