// SPDX-License-Identifier: Apache-2.0
// The findings of saved results as cards.
#pragma once

#include <string>
#include <vector>

#include "conformance/runner/run_info.h"
#include "reports/report.h"

namespace timerlaw::reports {

// New findings first. A finding whose trace was not kept, or cannot be read any more, has a card without it.
std::vector<Card> load_cards(const std::string& folder, const runner::RunInfo& info);

}  // namespace timerlaw::reports
