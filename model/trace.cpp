// SPDX-License-Identifier: Apache-2.0
#include "model/trace.h"

#include <algorithm>

namespace timerlaw {
namespace {

bool has_parties(const Program& program) {
  return std::any_of(program.steps.begin(), program.steps.end(),
                     [](const Step& step) { return step.op == Op::thread || step.op == Op::fork; });
}

// The party whose process a party belongs to: the one that `fork` made, or 0.
Party leader(const Program& program, Party party) {
  for (int made = 0; made < kParties; ++made) {  // a list that makes no sense may go round in circles
    const auto maker = std::find_if(program.steps.begin(), program.steps.end(), [party](const Step& step) {
      return step.op == Op::thread && step.number == party && step.party != party && party != 0;
    });
    if (maker == program.steps.end()) {
      break;
    }
    party = maker->party;
  }
  return party;
}

// The caller's own CPU-time clock by the name that every party can read it by. `kind` as in party_clock.
ClockId own_clock(const Program& program, Party party, int kind) {
  if (has_parties(program)) {
    return ClockId{party_clock(kind < 4 ? leader(program, party) : party, kind)};
  }
  return ClockId{-8 + kind};
}

}  // namespace

ClockId reading_clock(const Program& program, const Step& create) {
  const auto clock = static_cast<std::int32_t>(create.clock);
  switch (ClockId{clock}) {
    case ClockId::process_cputime:
      return own_clock(program, create.party, 2);
    case ClockId::thread_cputime:
      return own_clock(program, create.party, 6);
    case ClockId::realtime_alarm:
      return ClockId::realtime;
    case ClockId::boottime_alarm:
      return ClockId::boottime;
    default:
      return clock >= -8 && clock < 0 && (clock & 3) != 3 ? own_clock(program, create.party, clock + 8)
                                                          : ClockId{clock};
  }
}

ClockId reading_clock(const Program& program, Which which, Party party) {
  return own_clock(program, party, which == Which::virt ? 1 : 0);
}

std::vector<ClockId> clocks_of(const Program& program) {
  std::vector<ClockId> clocks = {ClockId::monotonic};
  const auto add = [&](ClockId clock) {
    if (std::find(clocks.begin(), clocks.end(), clock) == clocks.end()) {
      clocks.push_back(clock);
    }
  };
  const auto wanted = [](ClockId clock) {
    return clock == ClockId::realtime || clock == ClockId::boottime || clock == ClockId::tai || counts_cpu_time(clock);
  };
  for (const Step& step : program.steps) {
    if (step.op == Op::create && wanted(reading_clock(program, step))) {
      add(reading_clock(program, step));
    } else if ((step.op == Op::setitimer || step.op == Op::getitimer) && (step.clock == 1 || step.clock == 2)) {
      add(reading_clock(program, Which{static_cast<std::int32_t>(step.clock)}, step.party));
    } else if (step.op == Op::limit && step.clock == kLimitCpu) {
      add(reading_clock(program, Which::prof, step.party));
    } else if (step.op == Op::setclock) {
      add(ClockId::realtime);
    }
  }
  // CPU time last: it is read by system calls, and the distance between the others should be known well.
  std::sort(clocks.begin() + 1, clocks.end(),
            [](ClockId a, ClockId b) { return counts_cpu_time(a) != counts_cpu_time(b) ? counts_cpu_time(b) : a < b; });
  return clocks;
}

}  // namespace timerlaw
