// SPDX-License-Identifier: Apache-2.0
// Expectations that can never be the one that explains a divergence.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/expectations.h"

namespace timerlaw::runner {

// Why the last of `entries` never explains anything: its condition holds nowhere, or an entry before it explains all
// that it does. Empty if it may.
std::string why_unreachable(const std::vector<Expectation>& entries);

}  // namespace timerlaw::runner
