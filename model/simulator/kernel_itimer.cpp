// SPDX-License-Identifier: Apache-2.0
// ITIMER_REAL and alarm in the simulated kernel; of ITIMER_VIRTUAL and ITIMER_PROF what shows while they never run.
#include "model/calls/alarm.h"
#include "model/calls/setitimer.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// Splits nanoseconds as a timeval shows them.
void show_timeval(std::int64_t us, std::int64_t& sec, std::int64_t& frac) {
  sec = us / kMicrosPerSecond;
  frac = us % kMicrosPerSecond;
}

std::int64_t truncated(Nanos ns) {
  Concrete e;
  std::int64_t result = 0;
  ns_to_us(e, ns.ns, [&](Wide us) { result = static_cast<std::int64_t>(us); });
  return result;
}

}  // namespace

StepResult Kernel::read_itimer(std::int32_t which) const {
  StepResult shown;
  if (which != static_cast<std::int32_t>(Which::real)) {
    show_timeval(truncated(cpu_interval_[static_cast<std::size_t>(which)]), shown.interval_sec, shown.interval_frac);
    return shown;
  }
  std::int64_t us = 0;
  if (real_active()) {
    const std::int64_t left = real_.deadline.ns - now().ns;
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
    us = truncated(real_.interval);
  }
  show_timeval(us, shown.sec, shown.frac);
  show_timeval(truncated(real_.interval), shown.interval_sec, shown.interval_frac);
  return shown;
}

StepResult Kernel::getitimer(const Step& step) {
  const auto which = static_cast<std::int32_t>(step.clock);
  Checked checked = check_getitimer(profile_, which, step.out);
  if (mutant(M::getitimer_null_first) && step.out == Pointer::null) {
    checked.error = kEfault;
  }
  StepResult result;
  if (checked.error == 0) {
    result = read_itimer(which);
    result.out = Out::written;
  } else {
    result.ret = -checked.error;
    result.out = step.out == Pointer::ok ? Out::untouched : Out::none;
  }
  return result;
}

void Kernel::set_real(std::int64_t sec, std::int64_t usec, Nanos interval) {
  interrupts_.cancel(real_.hr);
  if (mutant(M::setitimer_takes_signal_back)) {
    process_queue_.flush(kSigAlrm);
  }
  if (sec == 0 && usec == 0) {
    real_.interval = mutant(M::itimer_disarm_keeps_interval) ? interval : Nanos{0};
    return;
  }
  real_.deadline = saturating_sum(now(), nanos_of(sec, usec, true));
  real_.interval = interval;
  interrupts_.arm(real_.hr, ClockId::monotonic, real_.deadline - fault_early());
}

StepResult Kernel::setitimer(const Step& step) {
  const auto which = static_cast<std::int32_t>(step.clock);
  Concrete e;
  Checked checked{};
  Step asked = step;
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
    wait_for_callback(real_.hr);
    result = read_itimer(which);
    const bool zero = asked.in == Pointer::null;
    const Nanos interval = zero ? Nanos{0} : nanos_of(asked.interval.sec, asked.interval.frac, true);
    if (which == static_cast<std::int32_t>(Which::real)) {
      set_real(zero ? 0 : asked.value.sec, zero ? 0 : asked.value.frac, interval);
    } else {
      cpu_interval_[static_cast<std::size_t>(which)] = interval;
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
  wait_for_callback(real_.hr);
  StepResult result;
  if (real_active()) {
    const std::int64_t left = real_.deadline.ns - now().ns;
    Concrete e;
    alarm_shown(e, profile_, left, [&](Wide seconds) { result.ret = static_cast<std::int64_t>(seconds); });
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
  const Nanos interval = mutant(M::alarm_keeps_interval) ? real_.interval : Nanos{0};
  set_real(static_cast<std::uint32_t>(step.number), 0, interval);
  return result;
}

// ITR-6: a SIGALRM left the process's queue.
void Kernel::rearm_real() {
  if (interrupts_.queued(real_.hr) || real_.interval.ns == 0 || mutant(M::itimer_not_rearmed)) {
    return;
  }
  Concrete e;
  forward(e, real_.deadline.ns, now().ns, real_.interval.ns,
          [&](Wide next, Wide) { real_.deadline = {static_cast<std::int64_t>(next)}; });
  if (mutant(M::itimer_rearm_from_now)) {
    real_.deadline = saturating_sum(now(), real_.interval);
  }
  interrupts_.arm(real_.hr, ClockId::monotonic, real_.deadline - fault_early());
}

}  // namespace timerlaw
