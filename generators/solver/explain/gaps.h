// SPDX-License-Identifier: Apache-2.0
// The gaps that are known and justified, as docs/oracle-gaps.md lists them; each has a trace that shows it.
#pragma once

#include <set>
#include <string>

namespace timerlaw::solver {

// "take SIG-WAIT": what stands behind `###` in the document.
std::set<std::string> justified_gaps();

}  // namespace timerlaw::solver
