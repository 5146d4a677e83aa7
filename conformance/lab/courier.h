// SPDX-License-Identifier: Apache-2.0
// Process 1's part where time is virtual: it stands between the host and the agent, so that the agent's machine never
// sleeps while it waits for the host. A kernel with an infinitely fast CPU that slept would run away through all of
// time; one that keeps looking stands still in it.
#pragma once

namespace timerlaw::lab {

// The machine's view of the host's folder (mailbox.h), mounted. False if it cannot be.
bool open_mailbox(const char* host_folder);

// Carries programs from the mailbox to the agent, and what the agent says to the line, until the agent has ended. A
// file is opened when all programs of those before are answered.
void carry(int to_agent, int from_agent, int line);

}  // namespace timerlaw::lab
