// SPDX-License-Identifier: Apache-2.0
// How a lab kernel is started: the command, for each kind of machine.
#pragma once

#include <string>
#include <vector>

#include "conformance/expected.h"

namespace timerlaw::lab {

enum class Pace {
  held,  // virtual time, which stands still between programs: time-travel=inf-cpu
  cpu,   // virtual time in which CPU time passes too, idle time is skipped: time-travel
  real,
};

struct Machine {
  std::string kind;  // uml, qemu
  std::string kernel;
  Pace pace = Pace::held;
  std::string qemu = "qemu-system-x86_64";  // a command, words separated by blanks
  std::string init, agent;
  std::vector<std::string> agent_arguments;
  std::vector<std::string> kernel_arguments;
};

// `initramfs` is a path, `mailbox` that of the folder (mailbox.h) where time is held.
std::vector<std::string> command_of(const Machine& machine, const std::string& initramfs, const std::string& mailbox);

// The root file system: process 1, the agent, and the modules that lie in `modules` beside the kernel.
Expected<int> root_of(const Machine& machine);

}  // namespace timerlaw::lab
