// SPDX-License-Identifier: Apache-2.0
// The states from which sequences are enumerated, each reached in a few tens of microseconds.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/step.h"

namespace timerlaw {

struct PreparedState {
  std::string_view name;
  std::vector<Step> steps;
};

// t0, where there is one, sends RTMIN+0, which is blocked unless the state says otherwise.
std::span<const PreparedState> prepared_states();

// The state of this name; there must be one.
const PreparedState& prepared_state(std::string_view name);

}  // namespace timerlaw
