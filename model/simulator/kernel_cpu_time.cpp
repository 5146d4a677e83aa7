// SPDX-License-Identifier: Apache-2.0
// CPU time in the simulated kernel: who runs, ticks, and what they find due.
#include <algorithm>

#include "model/calls/jiffies.h"
#include "model/calls/timer_create.h"
#include "model/simulator/kernel.h"

namespace timerlaw {

bool Kernel::in_jiffies() const {
  return profile().time_base == TimeBase::jiffies;
}

Nanos Kernel::tick_length() const {
  return in_jiffies() ? kJiffy : facts().tick;
}

void Kernel::runs(Thread& thread) {
  cpu_time_.runs(thread.cpu_time, now());
  start_ticks();
}

void Kernel::stops(Thread& thread) {
  cpu_time_.stops(thread.cpu_time, now());
}

// Ticks come to the CPU of the present thread while something runs there.
void Kernel::start_ticks() {
  const HrTimer hr = ticks_[static_cast<std::size_t>(interrupts_.child_cpu())];
  if (!interrupts_.queued(hr) && !interrupts_.running(hr)) {
    const std::int64_t length = tick_length().ns;
    interrupts_.arm(hr, ClockId::monotonic, {now().ns + length - (now().ns - tick_phase_.ns) % length});
  }
}

void Kernel::tick(int cpu) {
  Thread* running = running_on(cpu);
  if (running == nullptr) {
    return;
  }
  const bool in_user_space = in_user_space_ || running->in_handler;
  cpu_time_.tick(running->cpu_time, now(), tick_length(), in_user_space);
  if (in_jiffies()) {
    count_jiffies(*running, in_user_space);
  } else {
    expire_cpu_timers(*running);
  }
  if (cpu == interrupts_.child_cpu()) {
    start_ticks();
  }
}

// SIG-Q-4: those that are due are gathered, the interval timers send their signals, then the others do.
void Kernel::expire_cpu_timers(Thread& running) {
  const auto seen = [this](CpuTimes used) {
    if (mutant(M::cpu_timer_fires_early)) {
      const Nanos early{2 * facts().tick.ns};
      used = {used.user + early, used.system, used.exact + early};
    }
    return used;
  };
  std::vector<std::size_t> due = running.cpu_timers.take_due(seen(cpu_time_.of_thread(running.cpu_time, now())));
  Process& process = process_of(running);
  if (cpu_time_.has_timers(process.cpu_time)) {
    const CpuTimes used = cpu_time_.of_process(process.cpu_time, now());
    const std::vector<std::size_t> more = process.cpu_timers.take_due(seen(used));
    due.insert(due.end(), more.begin(), more.end());
    expire_cpu_itimers(running, used);
    if (!has_cpu_timers(process)) {
      cpu_time_.timers_stop(process.cpu_time);
    }
  }
  for (const std::size_t index : due) {
    expire_cpu_timer(index, &running);
  }
}

bool Kernel::has_cpu_timers(const Process& process) const {
  Wide earliest = std::min({process.virt.due(), process.prof.due(), process.cpu_limit.due()});
  for (int counts = 0; counts < 3; ++counts) {
    earliest = std::min(earliest, process.cpu_timers.earliest(counts));
  }
  return earliest != kNeverDue;
}

// L20-6.
void Kernel::count_jiffies(Thread& running, bool in_user_space) {
  Process& process = process_of(running);
  const auto count = [&](JiffyCpuItimer& timer, Signo signo) {
    if (timer.tick(machine_.mutant)) {
      send({.signo = signo, .code = kSiKernel}, running, false);
    }
  };
  if (in_user_space) {
    count(process.jiffy_virt, kSigVtalrm);
  }
  count(process.jiffy_prof, kSigProf);
}

// What the clock of a thread or process reads; -1 if it cannot be read by `party`.
Nanos Kernel::read_cpu_clock(ClockId id, Party party) {
  constexpr Nanos kUnreadable{-1};
  const CpuClock clock = cpu_clock(static_cast<std::int32_t>(id));
  const bool named = is_party_clock(static_cast<std::int64_t>(id));
  const ThreadIndex index = parties_[named ? party_of_clock(static_cast<std::int64_t>(id)) : party];
  if (index == kNobody || clock.counts == 3 || (!named && clock.pid != 0)) {
    return kUnreadable;
  }
  const Thread& thread = threads_[index];
  const CpuTarget target{clock.of_thread, clock.of_thread ? index : thread.process, clock.counts};
  const bool foreign = clock.of_thread && thread.process != threads_[parties_[party]].process;
  return foreign || is_gone(target) ? kUnreadable : cpu_now(target);
}

Nanos Kernel::cpu_now(const CpuTarget& target) {
  const CpuTimes times = target.of_thread ? cpu_time_.of_thread(threads_[target.whose].cpu_time, now())
                                          : cpu_time_.of_process(processes_[target.whose].cpu_time, now());
  return times.of(target.counts);
}

bool Kernel::is_gone(const CpuTarget& target) const {
  if (target.of_thread) {
    return threads_[target.whose].gone;
  }
  return processes_[target.whose].ended || processes_[target.whose].fatal != 0;
}

// Uses the CPU, mostly in user space, for so long or until a signal of the set is pending.
void Kernel::burn(Nanos length, SigSet until) {
  constexpr std::int64_t kTurn = 50'000;
  constexpr std::int64_t kLook = 5'000;
  const CpuTarget own_time{true, present_, 2};
  const Nanos end = cpu_now(own_time) + length;
  while (!dead() && (pending(me()).bits & until.bits) == 0) {
    const Nanos left = end - cpu_now(own_time);
    if (left.ns <= 0) {
      return;
    }
    run_in_user_space(now() + Nanos{std::min(left.ns, 1 + dice_.below(kTurn))});
    run_in_kernel(now() + Nanos{dice_.below(kLook)});
    deliver_signals(some_handler_time());
  }
}

}  // namespace timerlaw
