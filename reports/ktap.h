// SPDX-License-Identifier: Apache-2.0
// KTAP, version 1: what the kernel's own test runners read.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

// A line for each rule; of several targets, each is a test with the rules as its subtests. A harness that failed bails
// out at the end: what is known till then stands before it.
std::string ktap_report(const Report& report);

}  // namespace timerlaw::reports
