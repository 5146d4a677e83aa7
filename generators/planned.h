// SPDX-License-Identifier: Apache-2.0
// What is planned for one timer, and for one process.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "generators/steps.h"
#include "model/step.h"

namespace timerlaw {

inline constexpr std::int32_t kPlannedSlots = 8;
inline constexpr std::size_t kPlannedTakes = 48;
// A signal due later than this is not waited for.
inline constexpr Nanos kSoon{5'000'000};
// The same in CPU time, which timers notice at ticks only.
inline constexpr Nanos kSoonBurnt{40'000'000};
// No program burns longer in one step, unless for a signal. Three ticks at 100 Hz.
inline constexpr Nanos kLongestBurn{30'000'000};
inline constexpr Party kAnyThread = kParties;

// Whose CPU time a timer counts.
enum class Counted : std::uint8_t { none, thread, process };

struct PlannedTimer {
  bool exists = false;  // timer_create surely succeeded
  bool silent = false;  // SIGEV_NONE
  bool armed = false;
  bool periodic = false;
  bool sure = false;  // its signal will surely be there for a take, if none before took it
  bool on_monotonic = true;
  bool user_time = false;  // counts what is spent in user space only
  Party process = 0;
  Party target = kAnyThread;
  Counted counted = Counted::none;
  Party counts = 0;       // the party of that thread, or the leader of that process
  std::size_t takes = 0;  // how many takes the program had when it was armed
  Signo signo = 0;
  Nanos interval{};
  Nanos due{};  // counted from the start of the program, waits taken at their word; CPU time: from the arming
};

struct PlannedProcess {
  std::array<PlannedTimer, 3> itimers{
      PlannedTimer{.exists = true, .signo = kSigAlrm},
      PlannedTimer{.exists = true, .user_time = true, .counted = Counted::process, .signo = kSigVtalrm},
      PlannedTimer{.exists = true, .counted = Counted::process, .signo = kSigProf}};
  SigSet ignored{};
  SigSet handled{};
  SigSet sent{};    // signals that something sends
  SigSet others{};  // … something else than the interval timers: theirs may merge with it
  std::array<std::int64_t, 4> restored{};
  std::size_t restored_count = 0;
  bool restoring = false;
  bool limited = false;  // RLIMIT_SIGPENDING may refuse
};

}  // namespace timerlaw
