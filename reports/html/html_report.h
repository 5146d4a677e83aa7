// SPDX-License-Identifier: Apache-2.0
// The report as one HTML page that needs nothing else: results as JSON, and the code that draws them. The picture of a
// trace is drawn by that code and no library: its axis keeps the order of instants that lie 100 ns and 10 s apart, and
// its rows are text that can be selected; what d3 or vis-timeline would bring are 280 KB for a dozen rectangles.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

std::string html_report(const Report& report);

}  // namespace timerlaw::reports
