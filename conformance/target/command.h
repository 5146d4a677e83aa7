// SPDX-License-Identifier: Apache-2.0
// The command that starts an agent, from what the user wrote.
#pragma once

#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/target/session.h"
#include "conformance/target/target_spec.h"

namespace timerlaw {

// The ABIs that agents are built for together with this program, its own first.
std::vector<std::string> built_abis();

// The agent's path: the one given, else the one beside this program. An empty ABI is this program's own.
Expected<std::string> find_agent(const std::string& given, const std::string& abi);

// argv of the process to start. `agent` is the agent's path.
Expected<std::vector<std::string>> agent_command(const SessionOptions& options, const TargetSpec& spec,
                                                 const std::string& agent);

}  // namespace timerlaw
