// SPDX-License-Identifier: Apache-2.0
// The POSIX timers of the simulated kernel that count one thread's or one process's CPU time: by clock, by deadline, by
// order of arming.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "model/eval.h"
#include "model/simulator/cpu_time.h"

namespace timerlaw {

inline constexpr Wide kNeverDue = Wide{1} << 100;

class CpuTimers {
 public:
  // `counts`: 0 PROF, 1 VIRT, 2 SCHED.
  void arm(std::size_t timer, int counts, Wide deadline);
  void cancel(std::size_t timer);
  bool armed(std::size_t timer) const;
  // Takes out those that are due: clock by clock, no more than 19 of each at a time (SIG-Q-4).
  std::vector<std::size_t> take_due(const CpuTimes& now);
  // The earliest deadline on the clock; kNeverDue if it has no timers.
  Wide earliest(int counts) const;
  // Takes out all.
  void clear() { clocks_ = {}; }

 private:
  struct Armed {
    Wide deadline;
    std::uint64_t order;
    std::size_t timer;
    friend constexpr auto operator<=>(const Armed&, const Armed&) = default;
  };
  std::array<std::set<Armed>, 3> clocks_;
  std::uint64_t arming_ = 0;
};

}  // namespace timerlaw
