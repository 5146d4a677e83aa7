// SPDX-License-Identifier: Apache-2.0
// What the C files share: functions and macros, each of which stands in a file at most once.
#pragma once

#include <span>
#include <string_view>

namespace timerlaw::reports {

struct CHelper {
  std::string_view name;
  std::string_view includes;
  std::string_view text;
};

// In the order in which they stand in a file.
std::span<const CHelper> c_helpers();

}  // namespace timerlaw::reports
