// SPDX-License-Identifier: Apache-2.0
// POSIX timers in the simulated kernel.
#include "model/calls/timer_create.h"
#include "model/calls/timer_delete.h"
#include "model/calls/timer_getoverrun.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"
#include "model/simulator/kernel.h"

namespace timerlaw {
namespace {

constexpr auto kNanosPerSecond = static_cast<std::int64_t>(kSecond);

void show_timespec(std::int64_t ns, std::int64_t& sec, std::int64_t& frac) {
  sec = ns / kNanosPerSecond;
  frac = ns % kNanosPerSecond;
}

StepResult failed(int error, Pointer out) {
  StepResult result;
  result.ret = -error;
  result.out = out == Pointer::ok ? Out::untouched : Out::none;
  return result;
}

}  // namespace

Kernel::PosixTimer* Kernel::find(std::int64_t id) {
  const std::int64_t truncated = mutant(M::id_not_truncated) ? id : static_cast<std::int32_t>(id);
  const auto found = by_id_.find(truncated);
  return found == by_id_.end() ? nullptr : &timers_[found->second];
}

std::int64_t Kernel::take_id() {
  std::int64_t id = process_.next_id;
  while (by_id_.contains(id)) {
    id = next_timer_id(id);
  }
  if (profile_.id_allocation == IdAllocation::counter) {
    process_.next_id = next_timer_id(id);
  }
  return id;
}

// ID-4, SIDE-5.
std::int64_t Kernel::take_restored_id(std::int64_t id) {
  process_.next_id = next_timer_id(id);
  return id;
}

// prctl(PR_TIMER_CREATE_RESTORE_IDS, number)
StepResult Kernel::restore(const Step& step) {
  StepResult result;
  if (!profile_.restore_ids || step.number < 0 || step.number > 2) {
    result.ret = -kEinval;
  } else if (step.number == 2) {
    result.ret = restoring_ ? 1 : 0;
  } else {
    restoring_ = step.number == 1;
  }
  return result;
}

StepResult Kernel::timer_create(const Step& step) {
  Step asked = step;
  if (mutant(M::notify_three_accepted) && asked.notify == 3) {
    asked.notify = kNotifySignal;
  }
  if (mutant(M::signo_zero_accepted) && asked.number == 0) {
    asked.number = kSigAlrm;
  }
  if (mutant(M::signo_64_refused) && asked.number == kSigMax) {
    asked.number = kSigMax + 1;
  }
  CreateContext context;
  context.own_thread =
      asked.tid == kSelfTid || static_cast<std::int32_t>(asked.tid) == process_.pid || mutant(M::thread_id_not_checked);
  context.restoring = restoring_;
  context.id_in_use = by_id_.contains(static_cast<std::int32_t>(asked.id));
  CreateChecked create = check_timer_create(profile_, facts_, asked, context);
  const ClockKind kind = clock_kind(static_cast<std::int32_t>(asked.clock), facts_.aux_clocks);
  if (mutant(M::create_clock_before_sevp) && kind != ClockKind::hrtimer) {
    create.checked.error = kind == ClockKind::unknown ? kEinval : kEopnotsupp;
  }
  if (mutant(M::coarse_clock_is_einval) && create.checked.error == kEopnotsupp) {
    create.checked.error = kEinval;
  }
  if (mutant(M::early_failure_takes_id) && create.checked.error != 0) {
    create.id_consumed = true;
  }
  if (mutant(M::late_failure_keeps_id) && create.checked.error != 0) {
    create.id_consumed = false;
  }
  std::int64_t id = 0;
  if (create.id_consumed) {
    id = restoring_ ? take_restored_id(static_cast<std::int32_t>(asked.id)) : take_id();
  }
  if (create.checked.error != 0) {
    StepResult result = failed(create.checked.error, step.out);
    if (create.id_written) {
      result.out = Out::written;
      result.id = id;
    }
    return result;
  }
  PosixTimer timer;
  timer.id = id;
  timer.clock = static_cast<ClockId>(asked.clock);
  timer.base = timer.clock;
  if (asked.in == Pointer::null) {
    timer.signo = kSigAlrm;
    timer.sival = mutant(M::null_sevp_without_value) ? 0 : static_cast<std::uint32_t>(id);
  } else {
    const auto notify = static_cast<std::int32_t>(asked.notify);
    timer.silent = notify == kNotifyNone;
    timer.thread_directed = notify == kNotifyThreadId;
    timer.signo = static_cast<Signo>(asked.number);
    timer.sival = asked.sival;
  }
  timer.hr = interrupts_.add();
  by_id_[id] = timers_.size();
  timers_.push_back(timer);
  StepResult result;
  result.out = Out::written;
  result.id = id;
  return result;
}

// Moves the deadline along the grid; how many periods.
Wide Kernel::forward_to(PosixTimer& timer, Nanos instant) {
  Wide passed = 0;
  Concrete e;
  forward(e, timer.deadline.ns, instant.ns, timer.interval.ns, [&](Wide next, Wide periods) {
    timer.deadline = {static_cast<std::int64_t>(next)};
    passed = periods;
  });
  return passed;
}

// PT-GET-1.
StepResult Kernel::read_posix(PosixTimer& timer) {
  StepResult shown;
  const bool none = timer.silent;
  show_timespec(timer.interval.ns, shown.interval_sec, shown.interval_frac);
  if (!timer.set) {
    return shown;
  }
  if (timer.interval.ns != 0) {
    if (mutant(M::pending_periodic_shows_due) && timer.signal.status == TimerStatus::pending) {
      shown.frac = 1;
      return shown;
    }
    if (none || timer.signal.status == TimerStatus::pending) {
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
      show_timespec(static_cast<std::int64_t>(ns) + (mutant(M::remaining_one_ns_more) && left > 0 ? 1 : 0), shown.sec,
                    shown.frac);
    }
  });
  return shown;
}

void Kernel::set_posix(PosixTimer& timer, const Step& step) {
  const bool zero = step.value.sec == 0 && step.value.frac == 0;
  const bool none = timer.silent;
  interrupts_.cancel(timer.hr);
  if (mutant(M::settime_takes_signal_back) && timer.signal.in_queue()) {
    queue(timer.thread_directed).remove(timer.signo, static_cast<std::size_t>(&timer - timers_.data()));
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
  timer.interval = zero && !mutant(M::disarm_keeps_interval) ? Nanos{0} : interval;
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
  timer.base = base_clock(timer.clock, absolute);
  Nanos from = now(timer.base);
  if (mutant(M::realtime_relative_from_tick) && timer.clock == ClockId::realtime) {
    from.ns -= from.ns % 4'000'000;
  }
  const Nanos value = nanos_of(step.value.sec, step.value.frac, false);
  timer.deadline = absolute ? value : saturating_sum(value, from);
  if (mutant(M::deadline_one_ns_later) && timer.deadline.ns != kTimeMax) {
    timer.deadline.ns += 1;
  }
  const bool has_signal = timer.signo >= 1 && timer.signo <= kSigMax;
  if (!none || (mutant(M::silent_timer_signals) && has_signal)) {
    arm_posix(timer);
  }
}

// PT-ARM-4: where expired timers are found out when they are armed, no interrupt is needed.
void Kernel::arm_posix(PosixTimer& timer) {
  if (profile_.expired_at_arm_synchronous && timer.deadline <= now(timer.base)) {
    expire_posix(static_cast<std::size_t>(&timer - timers_.data()));
  } else {
    interrupts_.arm(timer.hr, timer.base, timer.deadline - fault_early());
  }
}

// IGN-4, IGN-6, OVR-6.
void Kernel::rearm_ignored(PosixTimer& timer) {
  const Nanos ahead{facts_.high_resolution && timer.interval < facts_.tick ? facts_.tick : Nanos{0}};
  timer.overrun += forward_to(timer, now(timer.base) + ahead);
  ++timer.settings;
  interrupts_.arm(timer.hr, timer.base, timer.deadline - fault_early());
}

StepResult Kernel::timer_settime(const Step& step) {
  if (!profile_.posix_timers) {
    return failed(kEnosys, step.out);
  }
  Step asked = step;
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
  StepResult result;
  if (step.out != Pointer::null) {
    // Of a timer whose callback runs, this first look counts, though the setting waits for the callback's end.
    result = read_posix(*timer);
    if (mutant(M::old_interval_is_zero)) {
      result.interval_sec = result.interval_frac = 0;
    }
  }
  wait_for_callback(timer->hr);
  set_posix(*timer, asked);
  if (mutant(M::old_value_is_new) && step.out == Pointer::ok) {
    result = read_posix(*timer);
  }
  if (step.out != Pointer::ok) {
    return failed(old_faults ? kEfault : 0, step.out);
  }
  result.out = Out::written;
  return result;
}

StepResult Kernel::timer_gettime(const Step& step) {
  if (!profile_.posix_timers) {
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
  StepResult result = read_posix(*timer);
  result.out = Out::written;
  return result;
}

StepResult Kernel::timer_getoverrun(const Step& step) {
  if (!profile_.posix_timers) {
    return failed(kEnosys, step.out);
  }
  const PosixTimer* timer = find(step.id);
  const Checked checked = check_timer_getoverrun(timer != nullptr);
  StepResult result;
  result.ret = -checked.error;
  if (checked.error == 0) {
    result.ret = info_of(*timer, timer->last_overrun).b;
  }
  return result;
}

StepResult Kernel::timer_delete(const Step& step) {
  if (!profile_.posix_timers) {
    return failed(kEnosys, step.out);
  }
  PosixTimer* timer = find(step.id);
  const Checked checked = check_timer_delete(timer != nullptr);
  if (checked.error != 0) {
    StepResult result = failed(checked.error, Pointer::null);
    if (mutant(M::deleted_twice) && static_cast<std::int32_t>(step.id) >= 0 && !timers_.empty()) {
      result.ret = 0;
    }
    return result;
  }
  wait_for_callback(timer->hr);
  interrupts_.cancel(timer->hr);
  timer->signal = deleted(timer->signal);
  timer->alive = false;
  by_id_.erase(timer->id);
  if (mutant(M::id_reused)) {
    process_.next_id = timer->id;
  }
  return {};
}

// SIG-INFO-2, OVR-3.
SigInfo Kernel::info_of(const PosixTimer& timer, Wide overruns) const {
  SigInfo info{timer.signo, 0, kSiTimer, static_cast<std::int32_t>(timer.id), 0, timer.sival, 0};
  Concrete e;
  overrun_count(e, profile_, overruns, [&](Wide count) { info.b = static_cast<std::int32_t>(count); });
  if (mutant(M::overrun_not_clamped)) {
    info.b = static_cast<std::int32_t>(overruns);
  }
  if (mutant(M::timer_info_is_queue)) {
    info.code = -1;
  }
  if (mutant(M::timer_info_wrong_id)) {
    info.a += 1;
  }
  if (mutant(M::timer_info_value_truncated)) {
    info.value = static_cast<std::uint32_t>(info.value);
  }
  return info;
}

// PTC-SET, PTC-DEL, SIG-INFO-4: a signal of an earlier setting, or of a timer that is gone.
SigInfo Kernel::stale_info(const PosixTimer& timer) const {
  SigInfo info = info_of(timer, profile_.refire_bumps_overrun ? timer.refires : 0);
  if (!timer.alive && profile_.leaks_sys_private) {
    info.extra = static_cast<std::uint32_t>(timer.entry_setting);
  }
  return info;
}

// PTM-DEQ, OVR-1: the timer's signal leaves its queue for good.
SigInfo Kernel::deliver_timer(PosixTimer& timer) {
  const std::int64_t refires = timer.refires;
  Wide overruns = 0;
  if (timer.interval.ns != 0) {
    timer.overrun += forward_to(timer, now(timer.base));
    overruns = timer.overrun;
    overruns += mutant(M::overrun_one_more) ? 1 : 0;
    overruns -= mutant(M::overrun_one_less) && overruns > 0 ? 1 : 0;
    timer.last_overrun = overruns;
    timer.overrun = -1;
    ++timer.settings;
    if (mutant(M::rearm_from_now)) {
      timer.deadline = saturating_sum(now(timer.base), timer.interval);
    }
    if (!mutant(M::periodic_fires_once)) {
      // Between forwarding and arming a near deadline may pass.
      constexpr Nanos kNear{64};
      if (timer.deadline - now(timer.base) < kNear) {
        interrupts_.spend({dice_.below(kNear.ns)});
      }
      arm_posix(timer);
    }
  }
  const bool bumps = profile_.refire_bumps_overrun || mutant(M::overrun_counts_refire);
  SigInfo info = info_of(timer, overruns + (bumps ? refires : 0));
  if (mutant(M::timer_info_without_overrun)) {
    info.b = 0;
  }
  return info;
}

}  // namespace timerlaw
