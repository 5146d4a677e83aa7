// SPDX-License-Identifier: Apache-2.0
// ITIMER_VIRTUAL, ITIMER_PROF and RLIMIT_CPU of a process of the simulated kernel. The instants given are readings of
// the clock they count on.
#pragma once

#include "model/eval.h"
#include "model/profile.h"
#include "model/simulator/cpu_timers.h"
#include "model/simulator/itimer_shown.h"
#include "model/simulator/mutants.h"
#include "model/step.h"

namespace timerlaw {

// Of the kernels with hrtimers: a deadline, in nanoseconds or in whole jiffies of them.
class CpuItimer {
 public:
  // `value` and `interval` are valid timevals.
  void set(const Profile& profile, Faults faults, Nanos tick, Wide now, const TimeArg& value, const TimeArg& interval);
  ItimerShown shown(const Profile& profile, Faults faults, Nanos tick, Wide now, bool old_value) const;
  // ITC-6: whether its signal is sent.
  bool tick(const Profile& profile, Faults faults, Nanos tick, Wide now);
  Wide due() const { return armed_ ? deadline_ : kNeverDue; }

 private:
  bool armed_ = false;
  Wide deadline_ = 0;
  Wide interval_ = 0;
  // ITC-10: by how much rounding has made the deadlines late, and makes each interval too long.
  Wide error_ = 0;
  Wide interval_error_ = 0;
};

// ITC-9. In seconds; kNoCpuLimit: none.
inline constexpr std::int64_t kNoCpuLimit = -1;
struct CpuLimit {
  std::int64_t soft = kNoCpuLimit;
  std::int64_t hard = kNoCpuLimit;
  // More seconds than nanoseconds can count are none.
  Wide due() const { return soft < 0 || soft > 9'223'372'035 ? kNeverDue : Wide{soft} * 1'000'000'000; }
  // The signal that is sent: SIGXCPU, SIGKILL, or 0.
  Signo tick(Faults faults, Wide now);
};

}  // namespace timerlaw
