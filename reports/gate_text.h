// SPDX-License-Identifier: Apache-2.0
// What the gate says: a line for each target, and below it only what keeps it from conforming.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

std::string gate_text(const Report& report);
// The same for a page of a CI system.
std::string gate_markdown(const Report& report);

}  // namespace timerlaw::reports
