// SPDX-License-Identifier: Apache-2.0
// What passes between process 1 of a lab kernel and the host beside the agent's own lines: two characters that those
// never contain.
#pragma once

namespace timerlaw::lab {

inline constexpr char kReady = '\x1e';       // guest: the line passes bytes unchanged from here on
inline constexpr char kEndOfInput = '\x04';  // host: there are no more programs; the agent itself reads it

}  // namespace timerlaw::lab
