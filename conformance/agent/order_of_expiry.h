// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace timerlaw::agent {

// Whether the timers of one process on one CPU expire in the order of their deadlines: false once some have not.
// A kernel whose timers each wait by themselves shows it within a few rounds. Takes some ten milliseconds.
bool timers_expire_in_order();

}  // namespace timerlaw::agent
