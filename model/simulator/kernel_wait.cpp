// SPDX-License-Identifier: Apache-2.0
// Waiting in the simulated kernel: clock_nanosleep, rt_sigtimedwait, read of a timerfd.
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

bool valid(const TimeArg& time) {
  Concrete e;
  bool result = false;
  validate_time(e, time.sec, time.frac, kSecond, [&](bool v) { result = v; });
  return result;
}

}  // namespace

// Until the deadline, which sets woken_, or a signal to look after.
void Kernel::wait_until(Nanos deadline) {
  woken_ = false;
  me().sleeping = true;
  stops(me());
  interrupts_.arm(wake_, ClockId::monotonic, deadline);
  while (!woken_ && !me().signalled && !dead() && !hung_) {
    if (mutant(M::wait_interrupted_for_nothing) && dice_.once_in(4)) {
      break;
    }
    hung_ = !next_event(kNever);
  }
  interrupts_.cancel(wake_);
  me().sleeping = false;
  runs(me());
}

std::int64_t Kernel::nanosleep(const TimeArg& duration) {
  const TimeArg asked = as_taken(duration, false, abi());
  if (!valid(asked)) {
    return -kEinval;
  }
  Nanos length = nanos_of(asked.sec, asked.frac, false);
  if (mutant(M::sleep_ends_early)) {
    length.ns -= length.ns / 8;
  }
  const Nanos deadline = saturating_sum(now(), length);
  for (;;) {
    wait_until(deadline);
    if (woken_ || dead() || hung_) {
      return 0;
    }
    const bool nothing = !me().signalled;
    if (deliver_signals(some_handler_time()) || nothing) {
      return -kEintr;
    }
  }
}

// SIG-RESTART.
StepResult Kernel::read_timerfd(const Step& step) {
  constexpr std::int64_t kBytes = 8;
  StepResult result;
  const TimeArg asked = as_taken(step.value, false, abi());
  if (!valid(asked)) {
    result.ret = -kEinval;
    return result;
  }
  const Nanos length = std::max(nanos_of(asked.sec, asked.frac, false), Nanos{1});
  const Nanos deadline = saturating_sum(now(), length);
  for (;;) {
    wait_until(deadline);
    if (woken_ || dead() || hung_) {
      result.ret = kBytes;
      return result;
    }
    const bool nothing = !me().signalled;
    const std::optional<bool> restarts = deliver_signals(some_handler_time());
    const bool ends = restarts && (!*restarts || mutant(M::read_not_restarted));
    if (nothing || ends) {
      result.ret = -kEintr;
      return result;
    }
  }
}

StepResult Kernel::sigtimedwait(const Step& step) {
  StepResult result;
  const SigSet wanted{step.set.bits & ~kUnblockable.bits};
  const TimeArg asked = as_taken(step.value, false, abi());
  if (!valid(asked)) {
    result.ret = -kEinval;
    return result;
  }
  Nanos timeout = nanos_of(asked.sec, asked.frac, false);
  if (mutant(M::take_ends_early)) {
    timeout.ns -= timeout.ns / 8;
  }
  if (mutant(M::take_misses_signal) && dice_.once_in(4)) {
    result.ret = -kEagain;
    return result;
  }
  woken_ = true;
  result.info = dequeue(me(), wanted);
  if (result.info.signo == 0 && timeout.ns != 0) {
    me().real_blocked = me().blocked;
    me().blocked.bits &= ~wanted.bits;
    look_for_signals(me());
    wait_until(saturating_sum(now(), timeout));
    set_blocked(me(), me().real_blocked);
    me().real_blocked = {};
    result.info = dequeue(me(), wanted);
  }
  result.ret = result.info.signo != 0 ? result.info.signo : woken_ ? -kEagain : -kEintr;
  if (mutant(M::take_leaves_signal) && result.ret > 0) {
    own().queue.push({result.info, kNoTimer});
  }
  return result;
}

}  // namespace timerlaw
