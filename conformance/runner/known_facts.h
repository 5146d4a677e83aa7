// SPDX-License-Identifier: Apache-2.0
// What targets said of themselves when they were last started, so that they can be listed without being started:
// $XDG_CACHE_HOME/timerlaw/facts/NAME, a line of facts each, and whether it runs threads. Only targets of the lab,
// whose names mean the same tomorrow.
#pragma once

#include <optional>
#include <string>

#include "conformance/target/target_spec.h"
#include "model/facts.h"

namespace timerlaw::runner {

struct KnownFacts {
  TargetFacts facts;
  std::optional<bool> threads;  // nothing: nobody has tried
};

// Written at once or not at all; a cache that cannot be written is no error. Not of a machine whose time passes in
// another way than is usual there.
void remember_facts(const TargetSpec& spec, const TargetFacts& facts, std::optional<bool> threads = std::nullopt);

// Nothing if it was never started, or what stands there cannot be read.
std::optional<KnownFacts> recall_facts(const std::string& lab_name, const std::string& abi);

}  // namespace timerlaw::runner
