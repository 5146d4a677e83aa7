// SPDX-License-Identifier: Apache-2.0
// POSIX timers are set and read in the simulated kernel.
#include <algorithm>

#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"
#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr auto kNanosPerSecond = static_cast<std::int64_t>(kSecond);

void show_timespec(std::int64_t ns, bool time32, std::int64_t& sec, std::int64_t& frac) {
  sec = as_shown(ns / kNanosPerSecond, time32);
  frac = ns % kNanosPerSecond;
}

constexpr bool is_alarm(ClockId clock) {
  return clock == ClockId::realtime_alarm || clock == ClockId::boottime_alarm;
}

}  // namespace

// Moves the deadline along the grid; how many periods.
Wide Kernel::forward_to(PosixTimer& timer, Nanos instant) {
  if (timer.cpu) {
    return forward_cpu_timer(timer);
  }
  Wide passed = 0;
  Concrete e;
  const Nanos shortest = is_alarm(timer.clock) ? Nanos{1} : shortest_interval();
  forward(e, timer.deadline.ns, instant.ns, std::max(timer.interval, shortest).ns, [&](Wide next, Wide periods) {
    timer.deadline = {static_cast<std::int64_t>(next)};
    passed = periods;
  });
  return passed;
}

// PT-GET-1.
StepResult Kernel::read_posix(PosixTimer& timer, bool time32, bool old_value) {
  if (timer.cpu) {
    return read_cpu_timer(timer, time32, old_value);
  }
  StepResult shown;
  const bool none = timer.silent;
  show_timespec(timer.interval.ns, time32, shown.interval_sec, shown.interval_frac);
  if (!timer.set) {
    return shown;
  }
  if (timer.interval.ns != 0) {
    if (mutant(M::pending_periodic_shows_due) && timer.signal.status == TimerStatus::pending) {
      shown.frac = 1;
      return shown;
    }
    const bool stuck = !profile().alarm_clock_forwards && is_alarm(timer.clock);
    if (!stuck && (none || timer.signal.status == TimerStatus::pending)) {
      const Wide passed = forward_to(timer, now(timer.base));
      timer.overrun += mutant(M::gettime_loses_overrun) ? 0 : passed;
    }
  } else if (!none && timer.signal.status != TimerStatus::armed) {
    shown.frac = mutant(M::expired_one_shot_shows_one_ns) ? 1 : 0;
    return shown;
  }
  std::int64_t left = timer.deadline.ns - now(timer.base).ns;
  Concrete e;
  posix_remaining(e, left, none && !mutant(M::silent_due_shows_one_ns), [&](Wide ns) {
    if (!(mutant(M::due_timer_shows_zero) && left <= 0)) {
      show_timespec(static_cast<std::int64_t>(ns) + (mutant(M::remaining_one_ns_more) && left > 0 ? 1 : 0), time32,
                    shown.sec, shown.frac);
    }
  });
  return shown;
}

void Kernel::set_posix(PosixTimer& timer, const Step& step) {
  const Nanos value = nanos_of(step.value.sec, step.value.frac, false);
  bool zero = false;
  Concrete e;
  arming(e, kPosixArming, value.ns, [&](bool arms) { zero = !arms; });
  const bool none = timer.silent;
  interrupts_.cancel(timer.hr);
  if (timer.cpu) {
    cancel_cpu_timer(timer);
  }
  if (mutant(M::settime_takes_signal_back) && timer.signal.in_queue()) {
    queue_of(timer).remove(timer.signo, index_of(timer));
    timer.signal.entry = Entry::none;
  }
  timer.signal = set_again(timer.signal, !zero && !none);
  timer.settings = (timer.settings + 2) & ~1;
  timer.overrun = -1;
  if (!mutant(M::overrun_not_reset)) {
    timer.last_overrun = 0;
  }
  timer.set = !zero;
  const Nanos interval = nanos_of(step.interval.sec, step.interval.frac, false);
  const bool keeps = mutant(M::disarm_keeps_interval) || (timer.cpu && !profile().cpu_timers_forwarded);  // CPU-3
  timer.interval = zero && !keeps ? Nanos{0} : interval;
  if (zero) {
    return;
  }
  if (mutant(M::interval_not_stored)) {
    timer.interval = {0};
  }
  bool absolute = is_absolute(step.flags);
  if (mutant(M::absolute_taken_for_relative)) {
    absolute = false;
  } else if (mutant(M::relative_taken_for_absolute)) {
    absolute = true;
  }
  if (timer.cpu) {
    set_cpu_timer(timer, absolute, step.value);
    return;
  }
  timer.base = mutant(M::setclock_moves_relative) ? timer.clock : base_clock(timer.clock, absolute);
  Nanos from = now(timer.base);
  if (mutant(M::realtime_relative_from_tick) && timer.clock == ClockId::realtime) {
    from.ns -= from.ns % 4'000'000;
  }
  timer.deadline = absolute ? on_host(timer.base, value) : saturating_sum(value, from);
  if (mutant(M::timens_moves_relative) && !absolute) {
    timer.deadline = timer.deadline - own().offsets.monotonic;
  }
  if (mutant(M::setclock_leaves_absolute) && timer.base == ClockId::realtime && value.ns < kTimeMax / 2) {
    timer.deadline = timer.deadline - now(timer.base) + now();
    timer.base = ClockId::monotonic;
  }
  if (mutant(M::deadline_one_ns_later) && timer.deadline.ns != kTimeMax) {
    timer.deadline.ns += 1;
  }
  const bool has_signal = timer.signo >= 1 && timer.signo <= kSigMax;
  if (!none || (mutant(M::silent_timer_signals) && has_signal)) {
    arm_posix(timer);
  }
}

// CLK-5.
Nanos Kernel::on_host(ClockId clock, Nanos deadline) const {
  const ClockOffsets& offsets = own().offsets;
  Concrete e;
  const auto take = [&](Wide ns) { deadline = {static_cast<std::int64_t>(ns)}; };
  if (mutant(M::timens_not_applied)) {
    return deadline;
  }
  if (clock == ClockId::monotonic && offsets.monotonic.ns != 0) {
    host_deadline(e, deadline.ns, offsets.monotonic.ns, take);
  } else if (clock == ClockId::boottime && offsets.boottime.ns != 0) {
    host_deadline(e, deadline.ns, offsets.boottime.ns, take);
  }
  return deadline;
}

// PT-ARM-4: where expired timers are found out when they are armed, no interrupt is needed. They are looked for only
// among those for which the CPU would be interrupted next.
void Kernel::arm_posix(PosixTimer& timer) {
  if (profile().expired_at_arm_synchronous && !mutant(M::due_at_arm_left_to_interrupt) &&
      timer.deadline <= now(timer.base) && interrupts_.would_be_first(timer.base, timer.deadline)) {
    expire_posix(index_of(timer), &threads_[acting_]);
  } else {
    interrupts_.arm(timer.hr, timer.base, timer.deadline - fault_early());
  }
}

StepResult Kernel::timer_settime(const Step& step) {
  if (!profile().posix_timers) {
    return failed(kEnosys, step.out);
  }
  const bool time32 = has_time32(step, abi());
  Step asked = step;
  if (!(mutant(M::compat_seconds_wide) && time32) && !(mutant(M::compat_nanoseconds_checked) && !time32)) {
    asked.value = as_taken(step.value, time32, abi());
    asked.interval = as_taken(step.interval, time32, abi());
  }
  const auto fix = [&](TimeArg& time) {
    if (mutant(M::nsec_limit_inclusive) && time.frac == kNanosPerSecond) {
      time.frac -= 1;
    }
    if (mutant(M::negative_seconds_accepted) && time.sec < 0) {
      time.sec = 0;
    }
  };
  fix(asked.value);
  fix(asked.interval);
  if (mutant(M::interval_not_validated) && asked.value.sec == 0 && asked.value.frac == 0) {
    asked.interval = {};
  }
  PosixTimer* timer = find(step.id);
  Concrete e;
  Checked checked{};
  check_timer_settime(e, asked.in, timer != nullptr, asked.value.sec, asked.value.frac, asked.interval.sec,
                      asked.interval.frac, [&](const Checked& c) { checked = c; });
  if (mutant(M::settime_null_is_efault) && step.in == Pointer::null) {
    checked.error = kEfault;
  }
  if (mutant(M::settime_timer_before_new) && timer == nullptr) {
    checked.error = kEinval;
  }
  if (mutant(M::unknown_flags_refused) && (step.flags & ~kAbstime) != 0) {
    checked.error = kEinval;
  }
  const bool old_faults = step.out != Pointer::null && faults_on_write(step.out);
  if (mutant(M::settime_old_before_setting) && old_faults && checked.error == 0) {
    checked.error = kEfault;
  }
  if (checked.error != 0) {
    if (mutant(M::failing_settime_disarms) && timer != nullptr) {
      set_posix(*timer, {});
    }
    return failed(checked.error, step.out);
  }
  if (timer->cpu && is_gone(*timer->cpu)) {
    return set_gone_timer(*timer, step);
  }
  StepResult result;
  if (step.out != Pointer::null) {
    // Of a timer whose callback runs, this first look counts, though the setting waits for the callback's end.
    result = read_posix(*timer, time32, true);
    if (mutant(M::old_interval_is_zero)) {
      result.interval_sec = result.interval_frac = 0;
    }
  }
  wait_for_callback(timer->hr);
  set_posix(*timer, asked);
  if (mutant(M::old_value_is_new) && step.out == Pointer::ok) {
    result = read_posix(*timer, time32, false);
  }
  if (step.out != Pointer::ok) {
    return failed(old_faults ? kEfault : 0, step.out);
  }
  result.out = Out::written;
  return result;
}

StepResult Kernel::timer_gettime(const Step& step) {
  if (!profile().posix_timers) {
    return failed(kEnosys, step.out);
  }
  PosixTimer* timer = find(step.id);
  Checked checked = check_timer_gettime(timer != nullptr, step.out);
  if (mutant(M::gettime_pointer_first) && faults_on_write(step.out)) {
    checked.error = kEfault;
  }
  if (checked.error != 0) {
    return failed(checked.error, step.out);
  }
  StepResult result = read_posix(*timer, has_time32(step, abi()), false);
  result.out = Out::written;
  return result;
}

}  // namespace timerlaw
