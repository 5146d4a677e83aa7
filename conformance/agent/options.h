// SPDX-License-Identifier: Apache-2.0
// The agent's command line: docs/agent-protocol.md.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

struct Options {
  bool by_syscall = false;                 // --clock vdso|syscall
  std::int64_t cpu = 0;                    // --cpu N
  bool record = true;                      // --record 1|0
  std::int64_t watchdog = 30'000'000'000;  // --watchdog NANOSECONDS, may be negative
  bool stop = false;                       // --stop-randomly SEED
  std::uint64_t seed = 0;
  bool echo = false;            // --echo
  bool set_clock = false;       // --allow-set-clock
  bool virtual_time = false;    // --virtual-time: is known, not measured
  std::int32_t resume_fd = -1;  // --resume FD: a new image of a child goes on, see image.h
};

// False if an argument is not one of these.
bool parse_options(int count, char** arguments, Options& options);

}  // namespace timerlaw::agent
