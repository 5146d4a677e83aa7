// SPDX-License-Identifier: Apache-2.0
// The report for programs. docs/report.schema.json describes it.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

// Grows when a reader of the one before would misread it; keys that come in addition leave it as it is.
inline constexpr int kReportSchema = 1;

std::string json_report(const Report& report);

}  // namespace timerlaw::reports
