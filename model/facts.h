// SPDX-License-Identifier: Apache-2.0
// Target facts: what the agent measured about the machine it runs on. Given to the model beside the profile, because
// none of it follows from a kernel version.
#pragma once

#include <cstdint>
#include <string>

#include "model/units.h"

namespace timerlaw {

struct TargetFacts {
  std::string release;                // uname -r
  std::string machine;                // uname -m
  std::string abi = "x86_64";         // of the agent
  std::string clock_source = "vdso";  // how readings are made: vdso or syscall
  Nanos tick{4'000'000};              // length of a kernel tick
  bool high_resolution = true;        // clock_getres(MONOTONIC) == 1 ns
  bool rtc = false;                   // *_ALARM clocks exist
  bool wake_alarm = false;            // CAP_WAKE_ALARM
  bool aux_clocks = false;            // clock ids 16 to 23 exist
  bool cpu_time = true;               // the CPU-time clocks advance while a program burns
  bool user_time = true;              // and the part of it in user space does (ITIMER_VIRTUAL)
  bool set_clock = false;             // the user allowed the agent to set REALTIME, and it has the right
  bool time_namespaces = false;       // the agent may make time namespaces
  std::int64_t cpus = 1;              // CPUs the agent may use
  std::int64_t sigpending_limit = 0;  // RLIMIT_SIGPENDING, soft
  std::int64_t sigpending_used = 0;   // SigQ at hello
  std::int64_t tainted = -1;          // /proc/sys/kernel/tainted; -1: cannot be read
  Nanos bracket{0};                   // median width of the bracket around an empty step
  // Timers of one child, pinned to one CPU, expire in order of their deadlines, at one instant for it (see Oracle, "the
  // hidden instant H"). A real-time kernel expires them in a thread that others preempt.
  bool in_order = true;
  bool virtual_time = false;  // time passes only while nothing runs, or as much as the machine decides
  // No timer fires later than this after its deadline, as seen by a waiter; below zero: nothing is promised.
  Nanos lateness_bound{-1};
};

}  // namespace timerlaw
