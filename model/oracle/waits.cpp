// SPDX-License-Identifier: Apache-2.0
// Waits: whether they ended as they may, and the handlers that ran in them.
#include "model/calls/conversions.h"
#include "model/oracle/oracle.h"

namespace timerlaw {

// The wait for CPU time to be used, or for a signal of the set to be pending.
void Oracle::burn(const Step& step, const StepResult& result) {
  expect_value("TRACE-FORM"_rule, result.ret, 0, "returned");
  for (CpuItimer& timer : world_->cpu_itimers) {
    touch(timer);
    if (timer.armed && step.value.sec * kSecond >= options_.liveness_limit.ns && step.set.has(timer.signo)) {
      exercise("TIME-LOST"_rule);
    }
  }
}

// SIG-RESTART: read(2) of a timerfd, in a thread that handlers may interrupt.
void Oracle::read(const Step& step, const StepResult& result) {
  constexpr std::int64_t kCount = 8;
  bool interrupts = false;
  bool restarts = false;
  for (std::uint32_t i = result.first_delivery; i < result.first_delivery + result.deliveries; ++i) {
    const Delivery& delivery = trace_.deliveries[i];
    if (delivery.party == party_ && delivery.info.signo >= 1 && delivery.info.signo <= kSigMax) {
      const bool restart = world_->restarts[static_cast<std::size_t>(delivery.info.signo)];
      interrupts = interrupts || !restart;
      restarts = restarts || restart;
    }
  }
  if (result.ret == -kEintr) {
    if (!interrupts) {
      diverge("SIG-RESTART"_rule, "EINTR",
              restarts ? "allowed are only: 8, for its handlers have SA_RESTART"
                       : "allowed are only: 8, for no handler ran");
      return;
    }
    accept("SIG-RESTART"_rule);
    return;
  }
  const TimeArg length = as_taken(step.value, false, abi_);
  const bool invalid = length.sec < 0 || length.frac < 0 || length.frac >= kSecond;
  if (invalid) {
    expect_error({kEinval, "CONV-6"_rule}, result);
    return;
  }
  if (result.ret != kCount) {
    diverge("SIG-RESTART"_rule, "returned " + std::to_string(result.ret), "allowed are only: 8", {},
            lawful_number(Lawful::Of::ret, kCount));
    return;
  }
  const Wide least = Wide{length.sec} * kSecond + length.frac;
  if (now().hi - now().lo < least) {
    diverge("WAIT-SHORT"_rule, "returned after " + show(now().hi - now().lo) + " ns at most",
            "allowed are only: " + show(least) + " ns or more");
    return;
  }
  accept("WAIT-SHORT"_rule);
  if (restarts) {
    exercise("SIG-RESTART"_rule);
  }
}

void Oracle::wait_result(const StepResult& result, RuleIndex rule, Wide least) {
  if (result.ret == -kEintr) {
    if (result.deliveries == 0 && !trace_.stopped) {
      diverge("SIG-EINTR"_rule, "EINTR", "allowed are only: the whole wait, for no handler ran");
      return;
    }
    accept("SIG-EINTR"_rule);
    return;
  }
  if (result.ret != 0) {
    diverge(rule, "returned " + std::to_string(result.ret), "allowed are only: 0", {},
            lawful_number(Lawful::Of::ret, 0));
    return;
  }
  if (now().hi - now().lo < least) {
    diverge("WAIT-SHORT"_rule, "returned after " + show(now().hi - now().lo) + " ns at most",
            "allowed are only: " + show(least) + " ns or more");
    return;
  }
  accept("WAIT-SHORT"_rule);
  if (result.deliveries == 0 && !trace_.stopped) {
    exercise("SIG-EINTR"_rule);
  }
}

void Oracle::window(const Step& step, const StepResult& result) {
  // Handlers of signals that are open anyway may have run before the window was opened, or after it was closed.
  const auto outside = [&](std::uint32_t i) {
    const Signo signo = trace_.deliveries[i].info.signo;
    return signo >= 1 && signo <= kSigMax && !blocked().has(signo) && !step.set.has(signo);
  };
  std::uint32_t first = result.first_delivery;
  std::uint32_t last = first + result.deliveries;
  while (first < last && outside(first)) {
    ++first;
  }
  while (last > first && outside(last - 1)) {
    --last;
  }
  const bool all_outside = first == last;
  if (all_outside) {  // all of them: the window was closed before them, as far as anybody can tell
    first = last = result.first_delivery;
  }
  const std::uint32_t ran_before = first - result.first_delivery;
  // With the last handler everything is blocked: whether that was before the window was opened is not known.
  const bool ends = world_->handler_runs < kHandlerRuns && world_->handler_runs + result.deliveries >= kHandlerRuns;
  world_->undecided = world_->undecided || (ends && all_outside);
  deliver(result.first_delivery, ran_before);
  const SigSet saved = blocked();
  const bool over = world_->handler_runs >= kHandlerRuns;
  const std::uint64_t bits = over ? 0 : step.set.bits & ~kUnblockable.bits;
  for_each_signal(bits & world_->hot_signals.bits, [&](Signo signo) { touch_signal(signo); });
  touch_real();
  blocked().bits &= ~bits;
  deliver(first, last - first);
  settle_unblocked({bits & saved.bits});
  const Wide least = Wide{step.value.sec} * kSecond + step.value.frac;
  wait_result(result, "WAIT-SHORT"_rule, least);
  if (world_->handler_runs < kHandlerRuns) {
    blocked() = saved;
  }
  deliver(last, result.deliveries - ran_before - (last - first));
  settle_unblocked();
}

}  // namespace timerlaw
