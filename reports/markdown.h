// SPDX-License-Identifier: Apache-2.0
// Results as Markdown, for a mailing list or a pull request.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

// The summary, the table where there are several targets, and every card.
std::string markdown_report(const Report& report);

}  // namespace timerlaw::reports
