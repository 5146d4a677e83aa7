// SPDX-License-Identifier: Apache-2.0
// While it lives, SIGINT and SIGTERM end a session at once: whoever waits for its answer gets an error, and finds
// interrupted() set.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "conformance/target/session.h"

namespace timerlaw::runner {

class Interruptible {
 public:
  explicit Interruptible(Session& session);
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread watcher_;
};

}  // namespace timerlaw::runner
