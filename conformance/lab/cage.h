// SPDX-License-Identifier: Apache-2.0
// A command in a process namespace of its own: whatever it starts ends when it does, and when this process does,
// however that ends. (A User-Mode kernel's processes survive a kill of its process group.)
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "conformance/expected.h"

namespace timerlaw::lab {

// Once, before anything below: what is started from then on is in a process namespace of its own.
Status enter_namespaces();

class Cage {
 public:
  enum class Cpus { all, one };
  // Starts the command with pipes on stdin and stdout; its stderr is this process's. One CPU is the one that the
  // scheduler has put it on: processes that take turns are woken there at a sixth of what it costs elsewhere.
  static Expected<Cage> start(const std::vector<std::string>& command, Cpus cpus);
  int in() const { return in_; }
  int out() const { return out_; }
  void stop() const;   // the command takes no more CPU time ...
  void go_on() const;  // ... until here
  void kill() const;
  int wait() const;  // until it has ended: its exit status, 128 + n for signal n

 private:
  void ask(char request) const;

  pid_t keeper_ = -1;  // process 1 of the namespace
  int requests_ = -1;  // to it: 's' or 'c', answered when done
  int in_ = -1;
  int out_ = -1;
};

}  // namespace timerlaw::lab
