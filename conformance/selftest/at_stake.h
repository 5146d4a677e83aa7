// SPDX-License-Identifier: Apache-2.0
// Rules that the oracle uses on the way to another rule's verdict: at which steps of a trace they are at stake, and
// which change there is what a law without them would have had to accept.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "model/rule.h"
#include "model/trace.h"

namespace timerlaw {

struct AtStake {
  RuleIndex rule;
  std::string_view change;  // its name, see changes.h
  // Told from the program and its results alone.
  bool (*here)(const Trace& trace, std::size_t i);
};

std::span<const AtStake> at_stake();

}  // namespace timerlaw
