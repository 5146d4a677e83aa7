// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/interruptible.h"

#include <chrono>

#include "conformance/runner/interrupt.h"

namespace timerlaw::runner {

Interruptible::Interruptible(Session& session)
    : watcher_([this, &session] {
        constexpr std::chrono::milliseconds kLook{50};
        std::unique_lock lock(mutex_);
        while (!changed_.wait_for(lock, kLook, [this] { return over_; })) {
          if (interrupted() == 0)
            continue;
          session.end();
          return;
        }
      }) {}

Interruptible::~Interruptible() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  watcher_.join();
}

}  // namespace timerlaw::runner
