// SPDX-License-Identifier: Apache-2.0
// What the oracle holds of every timer after each step: for pictures and for people. No verdict is made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/judge.h"

namespace timerlaw {

enum class Likely : std::uint8_t { no, perhaps, yes };

struct TimerBelief {
  std::string name;           // ITIMER_REAL, `timer 17`; of another process than the first: `timer 17 of party 2`
  ClockId clock{};            // that the deadline is on, as Trace::clocks names it
  bool known = true;          // false: nothing is claimed of it until it is set again
  Likely armed{};             // it waits for its deadline
  Likely pending{};           // its signal is in a queue
  Nanos interval{0};          // 0: one-shot
  Bracket deadline{};         // where the next one lies; nothing is known of it where `armed` is no
  std::uint32_t lo_from = 0;  // the steps that set its bounds
  std::uint32_t hi_from = 0;
  // Of the step that contradicts it: where what the call showed would put the deadline, whatever came before.
  std::optional<Bracket> shown{};
  friend bool operator==(const TimerBelief&, const TimerBelief&) = default;
};

// Of every timer that is there, in the order in which they were made.
using Beliefs = std::vector<TimerBelief>;

// One entry for each result of the trace; none if it is disturbed or not well formed. Where several behaviours are
// followed side by side, what holds in all of them: hulls of deadlines, and `perhaps` where they differ.
std::vector<Beliefs> beliefs(const Trace& trace, const Profile& profile, const TargetFacts& facts,
                             const JudgeOptions& options);

}  // namespace timerlaw
