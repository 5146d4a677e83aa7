// SPDX-License-Identifier: Apache-2.0
// JUnit's XML, as CI systems read it: a suite for each target, a test for each rule, and before them one for the
// harness.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

// Expected divergences and rules without a verdict are skipped tests; what the gate fails for are failures; a harness
// that failed is an error, and the rules it left open are skipped.
std::string junit_report(const Report& report);

}  // namespace timerlaw::reports
