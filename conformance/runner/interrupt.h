// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM: the run saves what it has and ends. A second one ends it at once.
#pragma once

namespace timerlaw::runner {

// From now on the first SIGINT or SIGTERM is remembered instead of ending the process, and a broken pipe is an error of
// the write that met it.
void watch_for_interrupts();

// The signal that asked the process to end; 0 if none did.
int interrupted();

}  // namespace timerlaw::runner
