// SPDX-License-Identifier: Apache-2.0
// The outcome of a call's argument checks: the first that fails wins.
#pragma once

#include "model/rule_table.h"
#include "model/step.h"

namespace timerlaw {

struct Checked {
  int error;       // errno, 0: every check passed
  RuleIndex rule;  // the rule that decided
};

// The kernel's numbers, on every ABI that the agent is built for.
inline constexpr int kEperm = 1;
inline constexpr int kEsrch = 3;
inline constexpr int kEintr = 4;
inline constexpr int kEagain = 11;
inline constexpr int kEfault = 14;
inline constexpr int kEinval = 22;
inline constexpr int kEbusy = 16;
inline constexpr int kEnosys = 38;
inline constexpr int kEopnotsupp = 95;

// Copying from, or to, user memory faults.
constexpr bool faults_on_read(Pointer p) {
  return p == Pointer::null || p == Pointer::bad || p == Pointer::edge;
}
constexpr bool faults_on_write(Pointer p) {
  return p != Pointer::ok;
}

}  // namespace timerlaw
