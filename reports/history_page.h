// SPDX-License-Identifier: Apache-2.0
// How profiles differ, as Markdown: each switch with its rules, the program that shows it, and both results.
#pragma once

#include <string>
#include <vector>

#include "conformance/versions/differences.h"

namespace timerlaw::reports {

// One section: from a to b.
std::string differences_text(const Profile& a, const Profile& b, const std::vector<versions::Difference>& differences);

// docs/history.md: a section for each kernel generation and its successor.
std::string history_page(const versions::SearchOptions& search);

}  // namespace timerlaw::reports
