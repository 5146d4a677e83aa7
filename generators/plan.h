// SPDX-License-Identifier: Apache-2.0
// What the steps of a program so far have arranged for certain: which timers exist and run, which signals will arrive
// by themselves, how long a step can wait. Not a model of the kernel: it only has to be right where it says "surely",
// so that a generated program neither waits for what never comes nor dies by accident.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/trace.h"

namespace timerlaw {

inline constexpr std::int32_t kPlannedSlots = 8;
inline constexpr std::size_t kPlannedTakes = 48;
// A signal due later than this is not waited for.
inline constexpr Nanos kSoon{5'000'000};

struct PlannedTimer {
  bool exists = false;  // timer_create surely succeeded
  bool silent = false;  // SIGEV_NONE
  bool armed = false;
  bool periodic = false;
  bool sure = false;      // its signal will surely be there for a take, if none before took it
  std::size_t takes = 0;  // how many takes the program had when it was armed
  Signo signo = 0;
  Nanos interval{};
  Nanos due{};  // counted from the start of the program, waits taken at their word
};

class Plan {
 public:
  void follow(const Step& step);

  const PlannedTimer& timer(std::int32_t slot) const { return timers_[static_cast<std::size_t>(slot)]; }
  const PlannedTimer& real() const { return real_; }
  Nanos now() const { return now_; }
  SigSet unblocked() const { return unblocked_; }

  // How many signals of `set` will surely arrive soon, each worth one take.
  int arrivals(SigSet set) const;
  // Whether the process may die in `step`, or later because of it.
  bool may_kill(const Step& step) const;
  // The longest `step` can take if nothing arrives; nothing where that may be an hour or more.
  std::optional<Nanos> wait(const Step& step) const;

 private:
  void arm(PlannedTimer& timer, const Step& step, Nanos value, Nanos interval, bool absolute);
  Nanos aim(const PlannedTimer& timer) const;
  void follow_settime(const Step& step);
  void follow_setitimer(const Step& step);
  void doubt(SigSet set);
  bool soon(const PlannedTimer& timer) const { return timer.sure && timer.due - now_ <= kSoon; }

  std::array<PlannedTimer, kPlannedSlots> timers_{};
  PlannedTimer real_{.exists = true, .signo = kSigAlrm};
  Nanos now_;
  std::array<SigSet, kPlannedTakes> takes_{};
  std::size_t take_count_ = 0;
  SigSet unblocked_;  // SIGCONT aside, everything is blocked at first
  SigSet ignored_;
  SigSet handled_;
  SigSet sent_;                // signals of timers that were created and of kill
  bool alarm_merges_ = false;  // somebody else sends SIGALRM: the itimer's may merge with it
};

// Whether every step of `program` waits at most `limit`, and waits longer than kSoon only for a signal that surely
// comes.
bool waits_are_bounded(const Program& program, Nanos limit);

}  // namespace timerlaw
