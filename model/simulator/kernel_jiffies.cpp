// SPDX-License-Identifier: Apache-2.0
// The calls of Linux 2.0's interval timers in the simulated kernel.
#include "model/calls/jiffies.h"
#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

}  // namespace

ItimerShown Kernel::read_itimer_in_jiffies(std::int32_t which) {
  Process& process = own();
  switch (Which{which}) {
    case Which::virt:
      return process.jiffy_virt.shown();
    case Which::prof:
      return process.jiffy_prof.shown();
    default:
      return process.jiffy_real.shown(machine_.mutant, jiffies_.now(now()));
  }
}

void Kernel::set_real_in_jiffies(const TimeArg& value, const TimeArg& interval) {
  own().jiffy_real.set(machine_.mutant, jiffies_.now(now()), value, interval);
  arm_real_in_jiffies(own());
}

void Kernel::arm_real_in_jiffies(Process& process) {
  interrupts_.cancel(process.real.hr);
  if (process.jiffy_real.armed()) {
    interrupts_.arm(process.real.hr, ClockId::monotonic, jiffies_.begins(process.jiffy_real.due(), now()));
  }
}

// L20-5.
void Kernel::expire_real_in_jiffies(Process& process) {
  send({.signo = kSigAlrm, .code = kSiKernel}, leader(process), false);
  process.jiffy_real.expire(machine_.mutant, jiffies_.now(now()));
  arm_real_in_jiffies(process);
}

StepResult Kernel::setitimer_in_jiffies(const Step& step) {
  const auto which = static_cast<std::int32_t>(step.clock);
  Checked checked = check_setitimer_in_jiffies(which, step.in, step.out);
  const bool old_faults = step.out != Pointer::null && step.out != Pointer::ok;
  const bool late = mutant(M::jiffies_old_checked_late) && old_faults;
  if (late) {
    checked = check_setitimer_in_jiffies(which, step.in, Pointer::null);
  }
  if (mutant(M::jiffies_validated) && checked.error == 0 && step.in == Pointer::ok &&
      step.value.frac >= kMicrosPerSecond) {
    checked.error = kEinval;
  }
  if (checked.error != 0) {
    return failed(checked.error, step.out);
  }
  wait_for_callback(own().real.hr);
  const ItimerShown old = read_itimer_in_jiffies(which);
  const TimeArg value = step.in == Pointer::null ? TimeArg{} : step.value;
  const TimeArg interval = step.in == Pointer::null ? TimeArg{} : step.interval;
  switch (Which{which}) {
    case Which::virt:
      own().jiffy_virt.set(machine_.mutant, value, interval);
      break;
    case Which::prof:
      own().jiffy_prof.set(machine_.mutant, value, interval);
      break;
    default:
      set_real_in_jiffies(value, interval);
  }
  if (step.out != Pointer::ok) {
    return failed(late ? kEfault : 0, step.out);
  }
  return shown_itimer(old);
}

StepResult Kernel::alarm_in_jiffies(const Step& step) {
  wait_for_callback(own().real.hr);
  StepResult result;
  result.ret = static_cast<std::int64_t>(own().jiffy_real.seconds_left(machine_.mutant, jiffies_.now(now())));
  set_real_in_jiffies({.sec = static_cast<std::uint32_t>(step.number)}, {});
  return result;
}

// As a timeval shows it. What is kept without sign is shown with one.
StepResult Kernel::shown_itimer(const ItimerShown& shown) const {
  const bool time32 = abi() == Abi::compat32;
  StepResult result;
  result.out = Out::written;
  const auto split = [&](Wide us, std::int64_t& sec, std::int64_t& frac) {
    const Wide whole = floor_div(us, kMicrosPerSecond);
    sec = as_shown(static_cast<std::int64_t>(whole), time32);
    frac = static_cast<std::int64_t>(us - whole * kMicrosPerSecond);
  };
  split(shown.value, result.sec, result.frac);
  split(shown.interval, result.interval_sec, result.interval_frac);
  return result;
}

}  // namespace timerlaw
