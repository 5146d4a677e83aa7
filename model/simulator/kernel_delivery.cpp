// SPDX-License-Identifier: Apache-2.0
// A POSIX timer's way from its expiry to its signal's delivery.
#include <algorithm>

#include "model/calls/timer_getoverrun.h"
#include "model/simulator/kernel.h"

namespace timerlaw {

// Who is offered the signal, and decides whether it is ignored; nullptr if there is nobody. `present` runs where the
// timer expires.
Thread* Kernel::target_of(const PosixTimer& timer, Thread* present) {
  if (timer.directed_to != kNobody) {
    Thread& thread = threads_[timer.directed_to];
    if (thread.gone && mutant(M::gone_thread_timer_signals_process)) {
      return &leader(processes_[timer.process]);
    }
    return thread.gone ? nullptr : &thread;
  }
  if (profile().preferred_thread == PreferredThread::current && present != nullptr &&
      present->process == timer.process) {
    return present;
  }
  return &leader(processes_[timer.process]);
}

SignalQueue& Kernel::queue_of(const PosixTimer& timer) {
  Process& process = processes_[timer.process];
  if (timer.directed_to == kNobody) {
    return mutant(M::process_signal_for_leader) ? leader(process).queue : process.queue;
  }
  Thread& thread = threads_[timer.directed_to];
  return thread.gone && mutant(M::gone_thread_timer_signals_process) ? process.queue : thread.queue;
}

void Kernel::expire_posix(std::size_t index, Thread* present) {
  PosixTimer& timer = timers_[index];
  Process& process = processes_[timer.process];
  const bool periodic = timer.interval.ns != 0;
  const TimerSignal before = timer.signal;
  const Thread* target = target_of(timer, present);
  bool is_ignored = false;
  if (target != nullptr) {
    flush_opposites(process, timer.signo);
    is_ignored = discards_now(*target, timer.signo);
  }
  timer.signal = expired(profile(), before, periodic, is_ignored, target == nullptr);
  timer.settings += periodic ? 1 : 0;
  timer.entry_setting = periodic ? timer.settings : 0;
  if (mutant(M::expiry_lost) && dice_.once_in(4)) {
    timer.signal.entry = before.entry;
    return;
  }
  if (mutant(M::classic_ignored_stops) && is_ignored && periodic) {
    timer.signal.status = TimerStatus::pending;
    return;
  }
  if (timer.signal.entry == Entry::parked) {
    if (mutant(M::ignored_expiry_not_parked)) {
      timer.signal.entry = Entry::none;
    } else if (before.entry != Entry::parked && before.entry != Entry::parked_stale) {
      process.parked[static_cast<std::size_t>(timer.signo)].push_back(index);
    }
  }
  if (periodic && is_ignored && !profile().ignored_periodic_parked) {
    rearm_ignored(timer);
  }
  if (timer.signal.entry != Entry::queued || target == nullptr) {
    return;
  }
  if (before.in_queue()) {
    ++timer.refires;
    if (mutant(M::refire_joins_the_end)) {
      queue_of(timer).remove(timer.signo, index);
      queue_of(timer).push({info_of(timer, 0), index});
    }
    return;
  }
  enqueue_timer(index, present);
  if (mutant(M::signal_twice)) {
    queue_of(timer).push({info_of(timer, 0), kNoTimer});
  }
}

// IGN-4, IGN-6, OVR-6.
void Kernel::rearm_ignored(PosixTimer& timer) {
  const bool short_one = facts().high_resolution && timer.interval < facts().tick;
  const Wide passed = forward_to(timer, now(timer.base) + (short_one ? facts().tick : Nanos{0}));
  timer.overrun += mutant(M::classic_ignored_uncounted) ? 0 : passed;
  ++timer.settings;
  if (timer.cpu) {
    rearm_cpu_timer(timer);
    return;
  }
  interrupts_.arm(timer.hr, timer.base, timer.deadline - fault_early());
}

void Kernel::enqueue_timer(std::size_t index, Thread* present) {
  PosixTimer& timer = timers_[index];
  SignalQueue& to = queue_of(timer);
  Thread* target = target_of(timer, present);
  if (target == nullptr || (mutant(M::timer_signal_merged) && to.bits().has(timer.signo))) {
    timer.signal.entry = Entry::none;
    return;
  }
  timer.refires = 0;
  to.push({info_of(timer, 0), index});
  complete(*target, timer.signo, timer.directed_to != kNobody);
}

// An entry that is thrown away: its queue is gone, or it is not wanted.
void Kernel::drop_entry(const QueuedSignal& entry) {
  if (entry.timer == kNoTimer) {
    charged_ -= entry.charged ? 1 : 0;
    return;
  }
  PosixTimer& timer = timers_[entry.timer];
  charged_ -= timer.alive ? 0 : 1;
  timer.signal = target_exited(timer.signal);
}

// IGN-1: the latest that was parked comes first.
void Kernel::unignore(Process& process, Signo signo) {
  std::vector<std::size_t> parked = std::exchange(process.parked[static_cast<std::size_t>(signo)], {});
  std::reverse(parked.begin(), parked.end());
  for (const std::size_t index : parked) {
    TimerSignal& signal = timers_[index].signal;
    if (signal.entry == Entry::parked || signal.entry == Entry::parked_stale) {
      signal = unignored(signal);
      enqueue_timer(index, &threads_[acting_]);
    }
  }
}

// SIG-INFO-2, OVR-3.
SigInfo Kernel::info_of(const PosixTimer& timer, Wide overruns) const {
  SigInfo info{timer.signo, 0, kSiTimer, static_cast<std::int32_t>(timer.id), 0, timer.sival, 0};
  Concrete e;
  overrun_count(e, profile(), overruns, [&](Wide count) { info.b = static_cast<std::int32_t>(count); });
  if (mutant(M::classic_overrun_clamped)) {
    info.b = static_cast<std::int32_t>(std::min<Wide>(overruns, kDelayTimerMax));
  }
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
  const bool counts = profile().refire_bumps_overrun && !mutant(M::classic_refire_uncounted);
  SigInfo info = info_of(timer, counts ? timer.refires : 0);
  if (!timer.alive && profile().leaks_sys_private && abi() == Abi::native64) {
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
    if (mutant(M::rearm_from_now) && !timer.cpu) {
      timer.deadline = saturating_sum(now(timer.base), timer.interval);
    }
    if (timer.cpu) {
      rearm_cpu_timer(timer);
    } else if (!mutant(M::periodic_fires_once)) {
      // Between forwarding and arming a near deadline may pass.
      constexpr Nanos kNear{64};
      if (timer.deadline - now(timer.base) < kNear) {
        interrupts_.spend({dice_.below(kNear.ns)});
      }
      arm_posix(timer);
    }
  }
  const bool bumps =
      (profile().refire_bumps_overrun && !mutant(M::classic_refire_uncounted)) || mutant(M::overrun_counts_refire);
  SigInfo info = info_of(timer, overruns + (bumps ? refires : 0));
  if (mutant(M::timer_info_without_overrun)) {
    info.b = 0;
  }
  return info;
}

}  // namespace timerlaw
