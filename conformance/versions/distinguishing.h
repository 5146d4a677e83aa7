// SPDX-License-Identifier: Apache-2.0
// Short programs whose results depend on a switch of the profile: a table of cases.
#pragma once

#include <string_view>
#include <vector>

#include "model/trace.h"

namespace timerlaw::versions {

struct Distinguishing {
  std::string_view of;    // the switch
  std::string_view name;  // what the program looks at, in a few words
  Program program;
};

// In the order of switches(). A switch may have several programs, or none.
const std::vector<Distinguishing>& distinguishing_programs();

}  // namespace timerlaw::versions
