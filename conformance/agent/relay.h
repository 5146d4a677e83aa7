// SPDX-License-Identifier: Apache-2.0
// Parties take turns: steps are performed strictly one after the other, whoever performs them. The baton is one word
// that all of a program's threads and processes see, and sleep on until it is theirs.
#pragma once

#include "conformance/agent/ring.h"

namespace timerlaw::agent {

// Performs the steps of this party as their turns come. Returns when it is this party's turn to end its process.
void take_part(Ring& ring, Party self);

// Ends the calling process, and the program if it began in this process. After take_part.
[[noreturn]] void end_process(Ring& ring, Party self);

// Gives the turn to the party of step `next`, or of the first after it whose party is there; after the last step to
// a party of the process of `self`. If nobody is left the process is about to end.
void pass_on(Ring& ring, Party self, std::uint32_t next);

std::uint32_t next_step(const Ring& ring);

// Sleeps until the word changes; may return before.
void wait_for_change(std::uint32_t& word, std::uint32_t value);
void wake_all(std::uint32_t& word);

// The entry at `completed` is finished; wakes the agent if it asked for it.
void publish(Ring& ring);

}  // namespace timerlaw::agent
