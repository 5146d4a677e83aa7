// SPDX-License-Identifier: Apache-2.0
// Waiting in the simulated kernel: clock_nanosleep and rt_sigtimedwait.
#include "model/simulator/kernel.h"

namespace timerlaw {

bool Kernel::interrupted(SigSet waited_for) const {
  return fatal_ != 0 || (pending().bits & (~blocked_.bits | waited_for.bits)) != 0;
}

// Sets woken_ if the time came.
void Kernel::wait_until(Nanos deadline, SigSet waited_for) {
  woken_ = false;
  interrupts_.arm(wake_, ClockId::monotonic, deadline);
  while (!woken_ && !interrupted(waited_for) && !hung_) {
    if (mutant(M::wait_interrupted_for_nothing) && dice_.once_in(4)) {
      break;
    }
    hung_ = !interrupts_.next_event(kNever);
  }
  interrupts_.cancel(wake_);
}

std::int64_t Kernel::nanosleep(const TimeArg& duration) {
  Concrete e;
  bool valid = false;
  validate_time(e, duration.sec, duration.frac, kSecond, [&](bool v) { valid = v; });
  if (!valid) {
    return -kEinval;
  }
  Nanos length = nanos_of(duration.sec, duration.frac, false);
  if (mutant(M::sleep_ends_early)) {
    length.ns -= length.ns / 8;
  }
  wait_until(saturating_sum(now(), length), {});
  return woken_ ? 0 : -kEintr;
}

StepResult Kernel::sigtimedwait(const Step& step) {
  StepResult result;
  SigSet wanted = step.set;
  wanted.remove(kSigKill);
  wanted.remove(kSigStop);
  Concrete e;
  bool valid = false;
  validate_time(e, step.value.sec, step.value.frac, kSecond, [&](bool v) { valid = v; });
  if (!valid) {
    result.ret = -kEinval;
    return result;
  }
  Nanos timeout = nanos_of(step.value.sec, step.value.frac, false);
  if (mutant(M::take_ends_early)) {
    timeout.ns -= timeout.ns / 8;
  }
  if (mutant(M::take_misses_signal) && dice_.once_in(4)) {
    result.ret = -kEagain;
    return result;
  }
  woken_ = true;
  result.info = dequeue(wanted);
  if (result.info.signo == 0 && timeout.ns != 0) {
    wait_until(saturating_sum(now(), timeout), wanted);
    result.info = dequeue(wanted);
  }
  result.ret = result.info.signo != 0 ? result.info.signo : woken_ ? -kEagain : -kEintr;
  if (mutant(M::take_leaves_signal) && result.ret > 0) {
    process_queue_.push({result.info, kNoTimer});
  }
  return result;
}

}  // namespace timerlaw
