// SPDX-License-Identifier: Apache-2.0
// A console between runner and agent must pass lines of any length as they are.
#pragma once

namespace timerlaw::agent {

// Sets the terminal behind `fd` raw: no echo, no line buffer, no translation. Does nothing where there is no terminal.
void make_raw(int fd);

}  // namespace timerlaw::agent
