// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace timerlaw::runner {
namespace {

std::atomic<int> remembered = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void remember(int signal) {
  if (remembered.exchange(signal) != 0)
    _exit(128 + signal);
}

}  // namespace

void watch_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

int interrupted() {
  return remembered;
}

}  // namespace timerlaw::runner
