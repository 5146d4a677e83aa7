// SPDX-License-Identifier: Apache-2.0
// What the law leaves for the last step of a program, as a C expression.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/judge.h"
#include "reports/reproducer/c_program.h"

namespace timerlaw::reports {

struct CCheck {
  std::vector<std::string> before;  // statements before the program begins
  std::vector<std::string> lines;   // after the last step: declares `lawful`, and what it needs
  std::string seen;                 // for printf: format and arguments, `"it_value %lld", seen`
  bool judges_ret = true;           // the last step's return value may be another than it was
  bool pinned = false;              // to one CPU, on which timers fire in order
  bool by_law = true;               // false: it only tells whether the same is seen again
  bool only_shows = false;          // there are no lines: what was seen is for a reader to judge
};

// For all that has numbers; what has none, or follows from more than one bracket, is looked at for the same result.
CCheck c_check(const Trace& trace, const Divergence& divergence, CProgram& program);

// What makes sure that timers were due between the same steps; nothing where readings cannot tell.
std::optional<CCheck> c_guard(const Trace& trace, const Divergence& divergence, CProgram& program);

}  // namespace timerlaw::reports
