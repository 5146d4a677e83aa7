// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/handler.h"

#include "conformance/agent/stacks.h"

extern "C" void timerlaw_agent_restorer();

namespace timerlaw::agent {
namespace {

ProgramState* state = nullptr;
Delivery* log = nullptr;

// QEMU's user mode up to 7.2 enters a handler with a stack that is 8 bytes off on x86_64, where the compiler's aligned
// stores would fault.
#if defined(__x86_64__)
__attribute__((force_align_arg_pointer))
#endif
void on_signal(int /*signo*/, KernelSigInfo* info, char* ucontext) {
  // Several threads may run it at once, in processes of their own too.
  const std::uint32_t at = __atomic_fetch_add(&state->logged, 1, __ATOMIC_SEQ_CST);
  if (at < wire::kMaxDeliveries) {
    log[at] = {plain_info(*info), party_here()};
    __atomic_fetch_add(&state->written_out, 1, __ATOMIC_SEQ_CST);
  }
  if (at + 1 >= wire::kMaxDeliveries) {
    // Enough: the mask that is restored on return blocks everything.
    reinterpret_cast<SigSet*>(ucontext + kUcontextMaskOffset)->bits = kAllSignals.bits;
  }
}

}  // namespace

void log_deliveries_to(ProgramState& counts, wire::TraceRecord& trace) {
  state = &counts;
  log = trace.delivery;
}

std::uint32_t logged_deliveries() {
  const std::uint32_t logged = __atomic_load_n(&state->logged, __ATOMIC_SEQ_CST);
  return logged < wire::kMaxDeliveries ? logged : wire::kMaxDeliveries;
}

KernelSigaction handler_action(std::int64_t flags) {
  return {reinterpret_cast<std::uintptr_t>(&on_signal), static_cast<unsigned long>(flags) | kSaSiginfo | kSaRestorer,
          reinterpret_cast<std::uintptr_t>(&timerlaw_agent_restorer), kAllSignals};
}

SigInfo plain_info(const KernelSigInfo& info) {
  return {info.signo, info.error, info.code, info.a, info.b, info.value, info.extra};
}

}  // namespace timerlaw::agent
