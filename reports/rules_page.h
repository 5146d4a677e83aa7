// SPDX-License-Identifier: Apache-2.0
// docs/rules.md: every rule with its source, the profiles in which it holds, and what confirms and tests it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "model/rule.h"

namespace timerlaw::reports {

const char* class_name(RuleClass rule_class);

// The profiles in which a rule holds, neighbours as a range: `linux-2.6.39† to linux-6.12`. † marks a profile that no
// obtainable kernel can confirm.
std::string profile_ranges(const Rule& rule);

// `tree` is a checkout, with the traces that the rules cite and those that test them.
Expected<std::string> rules_page(const std::filesystem::path& tree);

}  // namespace timerlaw::reports
