// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/handler.h"

extern "C" void timerlaw_agent_restorer();

namespace timerlaw::agent {
namespace {

Delivery* log = nullptr;
volatile std::uint32_t logged = 0;

void on_signal(int /*signo*/, KernelSigInfo* info, char* ucontext) {
  if (logged < wire::kMaxDeliveries) {
    log[logged] = {plain_info(*info), 0};
    barrier();
    logged = logged + 1;
  }
  if (logged >= wire::kMaxDeliveries) {
    // Enough: the mask that is restored on return blocks everything.
    reinterpret_cast<SigSet*>(ucontext + kUcontextMaskOffset)->bits = kAllSignals.bits;
  }
}

}  // namespace

void log_deliveries_to(wire::TraceRecord& trace) {
  logged = 0;
  log = trace.delivery;
}

std::uint32_t logged_deliveries() {
  return logged;
}

KernelSigaction handler_action(std::int64_t flags) {
  return {reinterpret_cast<std::uintptr_t>(&on_signal), static_cast<unsigned long>(flags) | kSaSiginfo | kSaRestorer,
          reinterpret_cast<std::uintptr_t>(&timerlaw_agent_restorer), kAllSignals};
}

SigInfo plain_info(const KernelSigInfo& info) {
  return {info.signo, info.error, info.code, info.a, info.b, info.value, info.extra};
}

}  // namespace timerlaw::agent
