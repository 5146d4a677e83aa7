// SPDX-License-Identifier: Apache-2.0
#include "model/trace.h"

#include <algorithm>
#include <array>

namespace timerlaw {

std::vector<ClockId> clocks_of(const Program& program) {
  constexpr std::array kOthers = {ClockId::realtime, ClockId::boottime, ClockId::tai};
  std::vector<ClockId> clocks = {ClockId::monotonic};
  for (const ClockId clock : kOthers) {
    const auto names_it = [clock](const Step& step) {
      return step.op == Op::create && step.clock == static_cast<std::int64_t>(clock);
    };
    if (std::any_of(program.steps.begin(), program.steps.end(), names_it)) {
      clocks.push_back(clock);
    }
  }
  return clocks;
}

}  // namespace timerlaw
