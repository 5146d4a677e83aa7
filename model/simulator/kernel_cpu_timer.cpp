// SPDX-License-Identifier: Apache-2.0
// POSIX timers of the simulated kernel that count CPU time.
#include <algorithm>

#include "model/calls/timer_create.h"
#include "model/calls/timer_gettime.h"
#include "model/calls/timer_settime.h"
#include "model/simulator/failed.h"
#include "model/simulator/kernel.h"

namespace timerlaw {

// ARG-TC-4.
std::optional<CpuTarget> Kernel::cpu_target(std::int32_t id) const {
  const CpuClock clock = cpu_clock(id);
  ThreadIndex index = kNobody;
  if (is_party_clock(id)) {
    index = parties_[party_of_clock(id)];
  } else if (clock.pid == 0) {
    index = present_;
  } else {
    for (ThreadIndex i = 0; i < threads_.size(); ++i) {
      index = threads_[i].tid == clock.pid && !threads_[i].gone ? i : index;
    }
  }
  if (index == kNobody || clock.counts == 3) {
    return std::nullopt;
  }
  const Thread& thread = threads_[index];
  const bool leads = processes_[thread.process].pid == thread.tid;
  const bool foreign = clock.of_thread ? thread.process != me().process : !leads && clock.pid != 0;
  if (foreign) {
    return std::nullopt;
  }
  CpuTarget target{clock.of_thread, clock.of_thread ? index : thread.process, clock.counts};
  if (is_gone(target)) {
    return std::nullopt;
  }
  if (mutant(M::thread_clock_counts_process) && target.of_thread) {
    target = {false, thread.process, clock.counts};
  }
  return target;
}

CpuTimers& Kernel::cpu_timers_of(const PosixTimer& timer) {
  const CpuTarget& target = *timer.cpu;
  return target.of_thread ? threads_[target.whose].cpu_timers : processes_[target.whose].cpu_timers;
}

// CPU-7, CPU-10: as other timers move, but nothing saturates.
Wide Kernel::forward_cpu_timer(PosixTimer& timer) {
  if (is_gone(*timer.cpu)) {
    return 0;
  }
  const Wide now = cpu_now(*timer.cpu).ns;
  if (now < timer.cpu_deadline || timer.interval.ns == 0) {
    return 0;
  }
  const Wide periods = (now - timer.cpu_deadline) / timer.interval.ns + 1;
  timer.cpu_deadline += periods * timer.interval.ns;
  return mutant(M::cpu_timer_overrun_lost) ? 1 : periods;
}

// CPU-4, CPU-6.
StepResult Kernel::read_cpu_timer(PosixTimer& timer, bool time32, bool old_value) {
  StepResult shown;
  const bool forwards = profile().cpu_timers_forwarded;
  if (is_gone(*timer.cpu) || (forwards && !timer.set)) {
    return shown;
  }
  constexpr auto kWhole = static_cast<std::int64_t>(kSecond);
  shown.interval_sec = as_shown(timer.interval.ns / kWhole, time32);
  shown.interval_frac = timer.interval.ns % kWhole;
  if (!timer.set) {
    return shown;
  }
  const bool waits = timer.silent || timer.signal.status != TimerStatus::armed;
  const bool hidden = mutant(M::pending_cpu_timer_shows_due) && !timer.silent;
  const bool moves = (forwards && waits) || (old_value && forwards_old_cpu_value(profile()));
  if (timer.interval.ns != 0 && !hidden && moves) {
    timer.overrun += forward_cpu_timer(timer);
  }
  Concrete e;
  posix_remaining(e, timer.cpu_deadline - cpu_now(*timer.cpu).ns, timer.silent && forwards, [&](Wide ns) {
    shown.sec = as_shown(static_cast<std::int64_t>(ns / kSecond), time32);
    shown.frac = static_cast<std::int64_t>(ns % kSecond);
  });
  return shown;
}

void Kernel::arm_cpu_timer(PosixTimer& timer) {
  cpu_timers_of(timer).arm(index_of(timer), timer.cpu->counts, timer.cpu_deadline);
}

void Kernel::cancel_cpu_timer(const PosixTimer& timer) {
  cpu_timers_of(timer).cancel(index_of(timer));
}

// CPU-1, CPU-10.
void Kernel::set_cpu_timer(PosixTimer& timer, bool absolute, const TimeArg& value) {
  const bool runs = !timer.silent || !profile().cpu_timers_forwarded;
  if (runs && !timer.cpu->of_thread) {
    cpu_time_.timers_start(processes_[timer.cpu->whose].cpu_time, now());
  }
  const Wide now = cpu_now(*timer.cpu).ns;
  Concrete e;
  posix_deadline(e, true, absolute, now, value.sec, value.frac, [&](Wide deadline) { timer.cpu_deadline = deadline; });
  if (mutant(M::cpu_timer_saturates)) {
    timer.cpu_deadline = std::min(timer.cpu_deadline, kTimeMax);
  }
  if (!runs) {
    return;
  }
  if (timer.cpu_deadline <= now && !mutant(M::cpu_timer_due_waits)) {
    expire_cpu_timer(index_of(timer), &threads_[acting_]);
  } else {
    arm_cpu_timer(timer);
  }
}

// ARG-TS-4: its clock has gone. A signal of an earlier setting counts no more, where such are dropped.
StepResult Kernel::set_gone_timer(PosixTimer& timer, const Step& step) {
  if (profile().stale_signals_dropped) {
    timer.signal = made_stale(timer.signal);
  }
  return failed(mutant(M::gone_clock_is_set) ? 0 : kEsrch, step.out);
}

// CPU-5: of one that is silent, or expires once, nothing is left.
void Kernel::expire_cpu_timer(std::size_t index, Thread* present) {
  PosixTimer& timer = timers_[index];
  if (mutant(M::cpu_timer_lost) && dice_.once_in(4)) {
    return;
  }
  timer.set = timer.interval.ns != 0 && !timer.silent;
  if (timer.silent) {
    return;
  }
  if (mutant(M::cpu_timer_signals_target) && !timer.cpu->of_thread) {
    timer.process = timer.cpu->whose;
  }
  expire_posix(index, present);
}

// CPU-7, CPU-8, CPU-9: at the delivery of its signal, or where that is ignored.
void Kernel::rearm_cpu_timer(PosixTimer& timer) {
  if (is_gone(*timer.cpu)) {
    return;
  }
  if (mutant(M::cpu_timer_rearmed_from_now)) {
    timer.cpu_deadline = Wide{cpu_now(*timer.cpu).ns} + timer.interval.ns;
  }
  if (!timer.cpu->of_thread) {
    cpu_time_.timers_start(processes_[timer.cpu->whose].cpu_time, now());
  }
  arm_cpu_timer(timer);
}

}  // namespace timerlaw
