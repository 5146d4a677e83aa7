// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cpu_timers.h"

#include <algorithm>

namespace timerlaw {
namespace {

constexpr int kAtATime = 19;

}  // namespace

void CpuTimers::arm(std::size_t timer, int counts, Wide deadline) {
  cancel(timer);
  clocks_[static_cast<std::size_t>(counts)].insert({deadline, ++arming_, timer});
}

void CpuTimers::cancel(std::size_t timer) {
  for (std::set<Armed>& clock : clocks_) {
    std::erase_if(clock, [timer](const Armed& armed) { return armed.timer == timer; });
  }
}

bool CpuTimers::armed(std::size_t timer) const {
  return std::ranges::any_of(clocks_, [timer](const std::set<Armed>& clock) {
    return std::ranges::any_of(clock, [timer](const Armed& armed) { return armed.timer == timer; });
  });
}

std::vector<std::size_t> CpuTimers::take_due(const CpuTimes& now) {
  std::vector<std::size_t> due;
  for (int counts = 0; counts < 3; ++counts) {
    std::set<Armed>& clock = clocks_[static_cast<std::size_t>(counts)];
    for (int taken = 0; taken < kAtATime && !clock.empty() && clock.begin()->deadline <= now.of(counts).ns; ++taken) {
      due.push_back(clock.begin()->timer);
      clock.erase(clock.begin());
    }
  }
  return due;
}

Wide CpuTimers::earliest(int counts) const {
  const std::set<Armed>& clock = clocks_[static_cast<std::size_t>(counts)];
  return clock.empty() ? kNeverDue : clock.begin()->deadline;
}

}  // namespace timerlaw
