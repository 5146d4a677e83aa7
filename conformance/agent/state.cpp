// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/state.h"

namespace timerlaw::agent {

bool process_is_alive(const ProgramState& state, Party process) {
  bool alive = false;
  for (const PartyState& party : state.party) {
    alive = alive || (party.alive && party.process == process);
  }
  return alive;
}

std::int64_t kernel_clock(const ProgramState& state, std::int64_t clock) {
  if (!is_party_clock(clock)) {
    return clock;
  }
  constexpr std::int64_t kNoClock = -1;  // the clock of a file that is not open
  const PartyState& party = state.party[party_of_clock(clock)];
  const int kind = kind_of_party_clock(clock);
  const std::int32_t of = kind < 4 ? party.pid : party.tid;
  return of == 0 ? kNoClock : std::int64_t{~of} * 8 | kind;
}

std::int64_t read_party_clock(const ProgramState& state, std::int64_t clock) {
  // Its number may be another's by now.
  if (!process_is_alive(state, state.party[party_of_clock(clock)].process)) {
    return -1;
  }
  return read_clock(ClockId{static_cast<std::int32_t>(kernel_clock(state, clock))});
}

}  // namespace timerlaw::agent
