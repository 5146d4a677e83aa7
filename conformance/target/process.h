// SPDX-License-Identifier: Apache-2.0
// A process with pipes to its stdin, stdout and stderr, in a process group of its own that dies with it and with us.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "conformance/expected.h"

namespace timerlaw {

class Process {
 public:
  static Expected<std::unique_ptr<Process>> start(const std::vector<std::string>& command);
  // Closes the pipes, gives the process a moment to end by itself, then kills its group.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int out() const { return out_; }
  int err() const { return err_; }

  // Writes all of it to the process's stdin; false when nobody reads there any more. Raises no SIGPIPE.
  bool write(std::string_view text);
  void close_input();
  // Ends it and its group at once. Any thread may.
  void end();

  // Waits a moment for the process to end: "exit status 1", "signal 9", "still running".
  std::string wait();

 private:
  Process() = default;
  void run(const std::vector<std::string>& command, int in, int out, int err, int started);

  std::atomic<pid_t> pid_ = -1;  // set by the keeper, read by whoever ends the process
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  int ended_ = -1;      // readable once the process has ended
  std::string status_;  // valid once it is
  std::thread keeper_;  // forks the process, so that it is this thread's end that the process does not outlive
};

}  // namespace timerlaw
