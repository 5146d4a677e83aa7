// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/stacks.h"

namespace timerlaw::agent {
namespace {

constexpr std::uintptr_t kStackBytes = 65536;
constexpr std::uintptr_t kPage = 4096;

alignas(kPage) char stacks[kParties][kStackBytes];  // [0] is never used: the kernel made that stack
// By the number of the stack: a forked process goes on with the stack of its parent.
Party occupant[kParties];

std::uintptr_t stack_here() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  const std::uintptr_t offset = here - reinterpret_cast<std::uintptr_t>(stacks);
  return offset < sizeof(stacks) ? offset / kStackBytes : 0;
}

}  // namespace

Party party_here() {
  return occupant[stack_here()];
}

void begin_as(Party party) {
  occupant[stack_here()] = party;
}

char* stack_for(Party party) {
  occupant[party] = party;
  return stacks[party] + kStackBytes;
}

void map_stack() {
  const std::uintptr_t number = stack_here();
  for (std::uintptr_t at = 0; number != 0 && at < kStackBytes; at += kPage) {
    __atomic_fetch_or(stacks[number] + at, 0, __ATOMIC_RELAXED);
  }
}

}  // namespace timerlaw::agent
