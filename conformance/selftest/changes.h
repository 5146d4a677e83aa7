// SPDX-License-Identifier: Apache-2.0
// Changes to one step's result in a trace.
//
// A law that is wrong in one rule accepts what ours rejects: where ours says x, one that says x + 1 accepts the trace
// in which x + 1 was observed. So breaking the law and judging a real trace is the same as changing the trace at a step
// that the rule decided, and judging it by the whole law. Nothing that the simulated kernel shares with the oracle is
// touched.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "model/trace.h"

namespace timerlaw {

struct Change {
  std::string_view name;
  // Changes step `i`; false, with the trace as it was, where this change says nothing.
  bool (*apply)(Trace& trace, std::size_t i);
};

std::span<const Change> changes();

}  // namespace timerlaw
