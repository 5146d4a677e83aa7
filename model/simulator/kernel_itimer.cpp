// SPDX-License-Identifier: Apache-2.0
// ITIMER_REAL and alarm in the simulated kernel; of ITIMER_VIRTUAL and ITIMER_PROF what shows while they never run.
#include <algorithm>

#include "model/calls/alarm.h"
#include "model/calls/setitimer.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// Splits nanoseconds as a timeval shows them.
void show_timeval(std::int64_t us, bool time32, std::int64_t& sec, std::int64_t& frac) {
  sec = as_shown(us / kMicrosPerSecond, time32);
  frac = us % kMicrosPerSecond;
}

std::int64_t truncated(Nanos ns) {
  Concrete e;
  std::int64_t result = 0;
  ns_to_us(e, ns.ns, [&](Wide us) { result = static_cast<std::int64_t>(us); });
  return result;
}

}  // namespace

// Queued, or its callback has not ended.
bool Kernel::real_active() const {
  const HrTimer hr = own().real.hr;
  return interrupts_.queued(hr) || interrupts_.running(hr);
}

StepResult Kernel::read_itimer(std::int32_t which, bool old_value) {
  if (in_jiffies()) {
    return shown_itimer(read_itimer_in_jiffies(which));
  }
  if (which != static_cast<std::int32_t>(Which::real)) {
    return shown_itimer(read_cpu_itimer(which, old_value));
  }
  StepResult shown;
  const bool time32 = abi() == Abi::compat32;
  const SimulatedReal& real = own().real;
  std::int64_t us = 0;
  if (real_active()) {
    const std::int64_t left = real.deadline.ns - now().ns;
    Concrete e;
    real_shown(e, left, [&](Wide shown_us) { us = static_cast<std::int64_t>(shown_us); });
    if (left > 0 && left % 1'000 != 0) {
      us += mutant(M::timeval_rounds_up) || (mutant(M::timeval_rounds_to_nearest) && left % 1'000 >= 500) ? 1 : 0;
    }
    if (mutant(M::due_itimer_shows_zero) && left <= 0) {
      us = 0;
    }
    us += mutant(M::remaining_one_us_more) ? 1 : 0;
  } else if (mutant(M::pending_itimer_shows_interval)) {
    us = truncated(real.interval);
  }
  show_timeval(us, time32, shown.sec, shown.frac);
  show_timeval(truncated(real.interval), time32, shown.interval_sec, shown.interval_frac);
  return shown;
}

StepResult Kernel::getitimer(const Step& step) {
  const auto which = static_cast<std::int32_t>(step.clock);
  Checked checked = check_getitimer(profile(), which, step.out);
  if (mutant(M::getitimer_null_first) && step.out == Pointer::null) {
    checked.error = kEfault;
  }
  StepResult result;
  if (checked.error == 0) {
    result = read_itimer(which, false);
    result.out = Out::written;
  } else {
    result.ret = -checked.error;
    result.out = step.out == Pointer::ok ? Out::untouched : Out::none;
  }
  return result;
}

void Kernel::set_real(std::int64_t sec, std::int64_t usec, Nanos interval) {
  SimulatedReal& real = own().real;
  interrupts_.cancel(real.hr);
  if (mutant(M::setitimer_takes_signal_back)) {
    own().queue.flush(kSigAlrm);
  }
  const Nanos value = nanos_of(sec, usec, true);
  Concrete e;
  arming(e, kRealArming, value.ns, [&](bool arms) {
    if (!arms) {
      real.interval = mutant(M::itimer_disarm_keeps_interval) ? interval : Nanos{0};
      return;
    }
    real.deadline = saturating_sum(now(), value);
    real.interval = interval;
    interrupts_.arm(real.hr, ClockId::monotonic, real.deadline - fault_early());
  });
}

StepResult Kernel::setitimer(const Step& step) {
  if (in_jiffies()) {
    return setitimer_in_jiffies(step);
  }
  const auto which = static_cast<std::int32_t>(step.clock);
  Concrete e;
  Checked checked{};
  Step asked = step;
  const bool time32 = abi() == Abi::compat32;
  asked.value = as_taken(step.value, time32, abi());
  asked.interval = as_taken(step.interval, time32, abi());
  if (mutant(M::usec_limit_inclusive) && asked.value.frac == kMicrosPerSecond) {
    asked.value.frac -= 1;
  }
  check_setitimer(e, which, asked.in, asked.value.sec, asked.value.frac, asked.interval.sec, asked.interval.frac,
                  [&](const Checked& c) { checked = c; });
  if (mutant(M::setitimer_null_is_efault) && step.in == Pointer::null) {
    checked.error = kEfault;
  }
  if (mutant(M::which_three_accepted) && which == 3) {
    return {};
  }
  const bool old_faults = step.out != Pointer::null && faults_on_write(step.out);
  if (mutant(M::setitimer_old_before_setting) && old_faults && checked.error == 0) {
    checked.error = kEfault;
  }
  StepResult result;
  if (checked.error == 0) {
    wait_for_callback(own().real.hr);
    result = read_itimer(which, true);
    const bool zero = asked.in == Pointer::null;
    const Nanos interval = zero ? Nanos{0} : nanos_of(asked.interval.sec, asked.interval.frac, true);
    if (which == static_cast<std::int32_t>(Which::real)) {
      set_real(zero ? 0 : asked.value.sec, zero ? 0 : asked.value.frac, interval);
    } else {
      set_cpu_itimer(which, zero ? TimeArg{} : asked.value, zero ? TimeArg{} : asked.interval);
    }
    if (step.out == Pointer::ok) {
      result.out = Out::written;
      return result;
    }
  }
  result = {};
  result.ret = checked.error != 0 ? -checked.error : old_faults ? -kEfault : 0;
  result.out = step.out == Pointer::ok ? Out::untouched : Out::none;
  return result;
}

StepResult Kernel::alarm(const Step& step) {
  if (in_jiffies()) {
    return alarm_in_jiffies(step);
  }
  wait_for_callback(own().real.hr);
  StepResult result;
  if (real_active()) {
    const std::int64_t left = own().real.deadline.ns - now().ns;
    Concrete e;
    alarm_shown(e, profile(), left, [&](Wide seconds) { result.ret = static_cast<std::int64_t>(seconds); });
    constexpr auto kWhole = static_cast<std::int64_t>(kSecond);
    if (mutant(M::alarm_rounds_up) && left > 0) {
      result.ret = (left + kWhole - 1) / kWhole;
    }
    if (mutant(M::alarm_truncates) && left >= kWhole) {
      result.ret = left / kWhole;
    }
    if (mutant(M::alarm_hides_a_fraction) && left < kWhole / 2) {
      result.ret = 0;
    }
    if (mutant(M::alarm_keeps_high_bits) && left >= kWhole) {
      result.ret = (left + kWhole / 2) / kWhole;
    }
  }
  const Nanos interval = mutant(M::alarm_keeps_interval) ? own().real.interval : Nanos{0};
  auto seconds = static_cast<std::uint32_t>(step.number);
  if (mutant(M::compat_alarm_clamped) && abi() == Abi::compat32) {
    seconds = std::min<std::uint32_t>(seconds, 0x7fff'ffff);
  }
  set_real(seconds, 0, interval);
  return result;
}

// ITR-5.
void Kernel::expire_real(Process& process) {
  if (mutant(M::expiry_lost) && dice_.once_in(4)) {
    return;
  }
  if (in_jiffies()) {
    expire_real_in_jiffies(process);
    return;
  }
  SigInfo info{kSigAlrm, 0, kSiKernel, 0, 0, 0, 0};
  if (mutant(M::itimer_info_is_user)) {
    info = {kSigAlrm, 0, kSiUser, static_cast<std::int32_t>(process.pid), static_cast<std::int32_t>(uid_), 0, 0};
  }
  send(info, leader(process), false);
  if (mutant(M::itimer_rearmed_at_expiry)) {
    rearm_real(process);
  }
}

// ITR-6: a SIGALRM left the process's queue.
void Kernel::rearm_real(Process& process) {
  if (in_jiffies()) {
    process.jiffy_real.delivered(machine_.mutant, jiffies_.now(now()));
    arm_real_in_jiffies(process);
    return;
  }
  SimulatedReal& real = process.real;
  if (interrupts_.queued(real.hr) || real.interval.ns == 0 || mutant(M::itimer_not_rearmed)) {
    return;
  }
  Concrete e;
  forward(e, real.deadline.ns, now().ns, std::max(real.interval, shortest_interval()).ns,
          [&](Wide next, Wide) { real.deadline = {static_cast<std::int64_t>(next)}; });
  if (mutant(M::itimer_rearm_from_now)) {
    real.deadline = saturating_sum(now(), real.interval);
  }
  interrupts_.arm(real.hr, ClockId::monotonic, real.deadline - fault_early());
}

}  // namespace timerlaw
