// SPDX-License-Identifier: Apache-2.0
// The command that starts an agent, from what the user wrote.
#pragma once

#include <string>
#include <vector>

#include "conformance/expected.h"
#include "conformance/target/session.h"

namespace timerlaw {

// The agent's path: the one given, else the one beside this binary.
Expected<std::string> find_agent(const std::string& given);

// argv of the process to start. `agent` is the agent's path.
Expected<std::vector<std::string>> agent_command(const SessionOptions& options, const std::string& agent);

}  // namespace timerlaw
