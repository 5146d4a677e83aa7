// SPDX-License-Identifier: Apache-2.0
// What a process may change about itself and the machine: limits, clocks, time namespaces.
#include <algorithm>

#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr int kErange = 34;
constexpr std::int64_t kResources = 16;

Wide length(const TimeArg& time) {
  return time.sec * kSecond + time.frac;
}

}  // namespace

// prlimit(0, clock, {number, as it was}, old)
StepResult Kernel::limit(const Step& step) {
  if (step.clock < 0 || step.clock >= kResources) {
    return failed(kEinval, step.out);
  }
  Process& process = own();
  const bool sigpending = step.clock == kLimitSigpending;
  std::int64_t& soft = sigpending ? process.sigpending_limit : process.cpu_limit.soft;
  const std::int64_t hard = sigpending ? process.sigpending_hard_limit : kNoLimit;
  // kNoLimit is the greatest number there is.
  if (static_cast<std::uint64_t>(step.number) > static_cast<std::uint64_t>(hard)) {
    return failed(kEinval, step.out);
  }
  const std::int64_t old = std::exchange(soft, step.number);
  if (step.clock == kLimitCpu) {
    cpu_time_.timers_start(process.cpu_time, now());
  }
  if (step.out != Pointer::ok) {
    return failed(step.out == Pointer::null ? 0 : kEfault, step.out);
  }
  StepResult result;
  result.out = Out::written;
  result.sec = old;
  return result;
}

// clock_settime(clock, what was read of it + value), CLK-1. REALTIME cannot go before the boot.
StepResult Kernel::setclock(const Step& step) {
  StepResult result;
  constexpr Wide kYear = 365 * 86'400 * kSecond;
  const Wide wanted = now(ClockId::realtime).ns + length(step.value);
  if (step.clock != static_cast<std::int64_t>(ClockId::realtime) || wanted < now().ns ||
      wanted >= (kSecondsMax - 30 * kYear / kSecond) * kSecond) {
    result.ret = -kEinval;
    return result;
  }
  // The time from the reading to the call is lost.
  interrupts_.step_realtime(Nanos{static_cast<std::int64_t>(length(step.value))} - Nanos{dice_.below(1'000)});
  return result;
}

// unshare(CLONE_NEWTIME), and the offsets of the new namespace; the caller stays where it is.
StepResult Kernel::timens(const Step& step) {
  StepResult result;
  if (!profile().time_namespaces) {
    result.ret = -kEinval;
    return result;
  }
  const auto allowed = [&](const TimeArg& offset, ClockId clock) {
    const Wide there = now(clock).ns + length(offset);
    return offset.frac >= 0 && offset.frac < kSecond && there >= 0 && there <= kTimeMax / 2;
  };
  if (!allowed(step.value, ClockId::monotonic) || !allowed(step.interval, ClockId::boottime)) {
    result.ret =
        -(step.value.frac >= 0 && step.value.frac < kSecond && step.interval.frac >= 0 && step.interval.frac < kSecond
              ? kErange
              : kEinval);
    return result;
  }
  me().offsets_of_children = {{static_cast<std::int64_t>(length(step.value))},
                              {static_cast<std::int64_t>(length(step.interval))}};
  return result;
}

}  // namespace timerlaw
