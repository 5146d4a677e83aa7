// SPDX-License-Identifier: Apache-2.0
// Stops and continues the processes that run the programs of one agent on this host, at random instants, to show that
// no verdict depends on being scheduled. The programs it hit are marked: there a wait may end with EINTR.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "model/trace.h"

namespace timerlaw::runner {

class Stopper {
 public:
  explicit Stopper(std::uint64_t seed) : seed_(seed) {}
  ~Stopper();
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  void start();

  // The process that ran a program: it, and what its parent starts later, is stopped from now on.
  void saw(std::int64_t pid) { pid_ = pid; }

  // Whether the child was stopped while it ran this. Asked in the order of the traces.
  bool hit(const Trace& trace);

 private:
  struct Stop {
    std::int64_t from_ns;
    std::int64_t until_ns;  // the greatest number while it lasts
  };
  void work();
  void stop_once(std::int64_t length_ns);

  std::uint64_t seed_;
  std::atomic<std::int64_t> pid_ = 0;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::deque<Stop> stops_;
  std::thread thread_;
};

// Whether the runner may stop this program's child: not if the program stops or continues itself.
bool may_be_stopped(const Program& program);

}  // namespace timerlaw::runner
