// SPDX-License-Identifier: Apache-2.0
// The one signal handler: it writes down what came, and in which thread, into the trace of the running program.
#pragma once

#include "conformance/agent/state.h"
#include "conformance/wire/trace.h"

namespace timerlaw::agent {

// Deliveries go to this trace from now on; `state` counts them. Each process and each image calls it for itself.
void log_deliveries_to(ProgramState& state, wire::TraceRecord& trace);

// How many were logged so far. Can change at any instruction at which a handled signal is not blocked.
std::uint32_t logged_deliveries();

// rt_sigaction's new action for `handler`: full mask, `flags` beside the agent's own.
KernelSigaction handler_action(std::int64_t flags);

SigInfo plain_info(const KernelSigInfo& info);

}  // namespace timerlaw::agent
