// SPDX-License-Identifier: Apache-2.0
// What targets said of themselves when they were last started, so that they can be listed without being started:
// $XDG_CACHE_HOME/timerlaw/facts/NAME, a line of facts each. Only targets of the lab, whose names mean the same
// tomorrow.
#pragma once

#include <optional>
#include <string>

#include "conformance/target/target_spec.h"
#include "model/facts.h"

namespace timerlaw::runner {

// Written at once or not at all; a cache that cannot be written is no error. Not of a machine whose time passes in
// another way than is usual there.
void remember_facts(const TargetSpec& spec, const TargetFacts& facts);

// Nothing if it was never started, or what stands there cannot be read.
std::optional<TargetFacts> recall_facts(const std::string& lab_name, const std::string& abi);

}  // namespace timerlaw::runner
