// SPDX-License-Identifier: Apache-2.0
// model/evidence/held.txt: on which Linux kernels each rule was exercised in a run, and held. A line for each rule: its
// id and the releases.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "conformance/expected.h"
#include "reports/report.h"

namespace timerlaw::reports {

inline constexpr const char* kHeldFile = "held.txt";

// Rule → releases, in the order of versions.
using Held = std::map<std::string, std::vector<std::string>>;

// Of the results of Linux kernels: sandboxes and emulators confirm nothing.
Held held_in(const Report& report);
std::string held_text(const Held& held);
Expected<Held> read_held(const std::filesystem::path& file);

// `6.12`, `6.1-rt`: what tells generations apart.
std::string short_release(const std::string& release);

}  // namespace timerlaw::reports
