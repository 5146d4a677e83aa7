// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/shadowed.h"

namespace timerlaw::runner {

std::string why_unreachable(const std::vector<Expectation>& entries) {
  const Expectation& last = entries.back();
  if (last.condition.never_holds())
    return "unreachable: no target fulfils its condition";
  for (std::size_t i = 0; i + 1 < entries.size(); ++i) {
    const Expectation& earlier = entries[i];
    if (earlier.rule != last.rule || !last.condition.implies(earlier.condition))
      continue;
    if (earlier.program == last.program)
      return (earlier.condition.implies(last.condition) ? "duplicate of" : "unreachable: already covered by") +
             std::string(" the entry in line ") + std::to_string(earlier.line);
    if (!earlier.program)
      return "unreachable: the entry in line " + std::to_string(earlier.line) +
             " is for any program; entries with a program stand before it";
  }
  return "";
}

}  // namespace timerlaw::runner
