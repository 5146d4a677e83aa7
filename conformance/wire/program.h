// SPDX-License-Identifier: Apache-2.0
// One program on the wire.
#pragma once

#include "conformance/wire/vlq.h"
#include "model/step.h"

namespace timerlaw::wire {

inline constexpr std::uint32_t kVersion = 3;  // of the protocol
inline constexpr std::uint32_t kMaxSteps = 512;
inline constexpr std::uint32_t kMaxClocks = 12;
inline constexpr std::int32_t kMaxSlots = 64;
inline constexpr std::uint32_t kMaxStepChars = 1 + 4 + 20 * kMaxChars;
inline constexpr std::uint32_t kMaxProgramChars = (4 + kMaxClocks) * kMaxChars + kMaxSteps * kMaxStepChars;

// A program as the agent holds it.
struct ProgramRecord {
  std::uint64_t index;
  bool fresh;
  std::uint32_t clock_count;
  ClockId clocks[kMaxClocks];
  std::uint32_t step_count;  // above kMaxSteps: too long, and `steps` is not filled
  Step steps[kMaxSteps];
};

// A program as the runner holds it.
struct ProgramView {
  std::uint64_t index = 0;
  bool fresh = false;
  const ClockId* clocks = nullptr;
  std::uint32_t clock_count = 0;  // at most kMaxClocks
  const Step* steps = nullptr;
  std::uint32_t step_count = 0;  // above kMaxSteps: only the number is sent, and the agent refuses it
};

void put_program(Writer& out, const ProgramView& program);

// False if the payload is not a program. A step that this agent does not know decodes all the same.
bool get_program(Reader& in, ProgramRecord& program);

}  // namespace timerlaw::wire
