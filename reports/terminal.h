// SPDX-License-Identifier: Apache-2.0
// Results on one screen of a terminal: the verdict first, the next command last.
#pragma once

#include <string>

#include "reports/report.h"

namespace timerlaw::reports {

// Of one target its summary, with the programs that stand out; of several a line each, and the rules that diverge.
std::string terminal_report(const Report& report);

// `DIVERGED`, `NOT FINISHED`, `STALE` or `CONFORMS`.
std::string verdict_word(const runner::Outcome& outcome);

}  // namespace timerlaw::reports
