// SPDX-License-Identifier: Apache-2.0
// POSIX timers come and go in the simulated kernel, and their ids with them.
#include "model/calls/timer_create.h"
#include "model/calls/timer_delete.h"
#include "model/calls/timer_getoverrun.h"
#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {

PosixTimer* Kernel::find(std::int64_t id) {
  const std::int64_t truncated = mutant(M::id_not_truncated) ? id : static_cast<std::int32_t>(id);
  const auto found = own().timers.find(truncated);
  return found == own().timers.end() ? nullptr : &timers_[found->second];
}

// ID-1, ID-2.
std::int64_t Kernel::take_id() {
  Process& process = own();
  if (profile().id_allocation != IdAllocation::counter) {
    std::int64_t id = processes_.front().next_id;
    while (ids_in_use_.contains(id)) {
      ++id;
    }
    return id;
  }
  std::int64_t id = process.next_id;
  while (process.timers.contains(id)) {
    id = next_timer_id(id);
  }
  process.next_id = next_timer_id(id);
  return id;
}

// prctl(PR_TIMER_CREATE_RESTORE_IDS, number)
StepResult Kernel::restore(const Step& step) {
  StepResult result;
  if (!profile().restore_ids || step.number < 0 || step.number > 2) {
    result.ret = -kEinval;
  } else if (step.number == 2) {
    result.ret = own().restoring ? 1 : 0;
  } else {
    own().restoring = step.number == 1;
  }
  return result;
}

// ARG-TC-6.
bool Kernel::own_thread(std::int64_t tid, ThreadIndex& found) {
  if (tid == kSelfTid) {
    found = present_;
    return true;
  }
  if (is_party_tid(tid)) {
    const ThreadIndex index = parties_[party_of_tid(tid)];
    tid = index == kNobody ? 0 : threads_[index].tid;
  }
  for (const ThreadIndex index : own().threads) {
    if (threads_[index].tid == static_cast<std::int32_t>(tid)) {
      found = index;
      return true;
    }
  }
  found = present_;
  return mutant(M::thread_id_not_checked);
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
  Process& process = own();
  const auto wished = static_cast<std::int32_t>(asked.id);
  ThreadIndex thread = kNobody;
  CreateContext context;
  context.own_thread = own_thread(asked.tid, thread);
  context.restoring = process.restoring;
  context.id_in_use = process.timers.contains(wished) && !mutant(M::restored_id_in_use);
  std::optional<CpuTarget> target;
  if (clock_kind(static_cast<std::int32_t>(asked.clock), facts().aux_clocks) == ClockKind::cpu) {
    target = cpu_target(static_cast<std::int32_t>(asked.clock));
    context.clock_target = target.has_value();
  }
  CreateChecked create = check_timer_create(profile(), facts(), asked, context);
  const ClockKind kind = clock_kind(static_cast<std::int32_t>(asked.clock), facts().aux_clocks);
  // The limit is looked at when the clock is known, and before an id is taken.
  if ((create.id_consumed || create.checked.error == kEbusy) && at_sigpending_limit(process)) {
    create = {{kEagain, "ARG-TC-8"_rule}};
  }
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
    const bool restored = process.restoring && !mutant(M::restored_id_not_taken);
    id = restored ? wished : take_id();
    if (restored && !mutant(M::restored_id_leaves_counter)) {
      process.next_id = next_timer_id(id);
    }
  }
  StepResult result;
  result.id = id;
  result.out = Out::written;
  if (create.checked.error != 0) {
    // An id that stood there before cannot be told from one that was written.
    return create.id_written && id != wished ? (result.ret = -create.checked.error, result)
                                             : failed(create.checked.error, step.out);
  }
  PosixTimer timer;
  timer.id = id;
  timer.process = me().process;
  timer.made_by = present_;
  timer.clock = static_cast<ClockId>(static_cast<std::int32_t>(asked.clock));
  timer.base = timer.clock;
  timer.cpu = target;
  if (asked.in == Pointer::null) {
    timer.signo = kSigAlrm;
    timer.sival = mutant(M::null_sevp_without_value) ? 0 : static_cast<std::uint32_t>(id);
  } else {
    const auto notify = static_cast<std::int32_t>(asked.notify);
    timer.silent = notify == kNotifyNone;
    timer.directed_to = notify == kNotifyThreadId && !mutant(M::thread_timer_signals_process) ? thread : kNobody;
    timer.signo = static_cast<Signo>(asked.number);
    timer.sival = mutant(M::compat_value_wide) ? asked.sival : as_taken(asked.sival, abi());
  }
  timer.hr = add_hrtimer(TimerKind::posix, timers_.size());
  process.timers[id] = timers_.size();
  ids_in_use_.insert(id);
  timers_.push_back(timer);
  ++charged_;
  return result;
}

StepResult Kernel::timer_getoverrun(const Step& step) {
  if (!profile().posix_timers) {
    return failed(kEnosys, Pointer::null);
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

void Kernel::delete_timer(PosixTimer& timer) {
  wait_for_callback(timer.hr);
  interrupts_.cancel(timer.hr);
  if (timer.cpu) {
    cancel_cpu_timer(timer);
  }
  timer.signal = deleted(timer.signal);
  timer.alive = false;
  charged_ -= timer.signal.in_queue() ? 0 : 1;
  processes_[timer.process].timers.erase(timer.id);
  ids_in_use_.erase(timer.id);
}

StepResult Kernel::timer_delete(const Step& step) {
  if (!profile().posix_timers) {
    return failed(kEnosys, Pointer::null);
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
  if (mutant(M::id_reused)) {
    own().next_id = timer->id;
  }
  delete_timer(*timer);
  return {};
}

}  // namespace timerlaw
