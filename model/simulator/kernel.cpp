// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/kernel.h"

namespace timerlaw {

Kernel::Kernel(const Machine& machine, const Identity& identity, Dice& dice)
    : machine_(machine),
      abi_(abi_of(machine.facts.abi)),
      uid_(identity.uid),
      dice_(dice),
      interrupts_(*this, dice, machine.mutant, machine.now,
                  machine.facts.high_resolution ? Nanos{0} : machine.facts.tick),
      tick_phase_{dice.below(tick_length().ns)},
      jiffies_(tick_phase_),
      last_pid_(identity.pid) {
  parties_.fill(kNobody);
  wake_ = add_hrtimer(TimerKind::wake, 0);
  for (std::size_t cpu = 0; cpu < ticks_.size(); ++cpu) {
    ticks_[cpu] = add_hrtimer(TimerKind::tick, cpu);
  }
  SigSet starting = kAllSignals;
  for (const Signo open : {kSigKill, kSigStop, kSigCont}) {
    starting.remove(open);
  }
  add_process(identity.pid);
  Process& first = processes_.front();
  first.next_id = identity.next_id;
  if (machine.facts.sigpending_limit > 0) {
    first.sigpending_limit = first.sigpending_hard_limit = machine.facts.sigpending_limit;
  }
  present_ = add_thread(0, 0, identity.pid, starting);
  me().parked = false;
  runs(me());
}

HrTimer Kernel::add_hrtimer(TimerKind kind, std::size_t index) {
  owners_.push_back({kind, index});
  return interrupts_.add();
}

Thread* Kernel::running_on(int cpu) {
  for (Thread& thread : threads_) {
    const bool runs = !thread.sleeping && !thread.exited && (!thread.parked || thread.in_handler);
    if (runs && thread.cpu == cpu) {
      return &thread;
    }
  }
  return nullptr;
}

void Kernel::expire(HrTimer hr, int cpu) {
  const Owner owner = owners_[hr];
  switch (owner.kind) {
    case TimerKind::wake:
      woken_ = true;
      break;
    case TimerKind::real:
      expire_real(processes_[owner.index]);
      break;
    case TimerKind::posix:
      expire_posix(owner.index, running_on(cpu));
      break;
    case TimerKind::tick:
      tick(cpu);
      break;
  }
}

// Parked threads that wake are events as interrupts are.
bool Kernel::next_event(Nanos limit) {
  if (threads_.size() > 1) {
    Thread* first = nullptr;
    for (Thread& thread : threads_) {
      if (thread.acts_at != kNever && (first == nullptr || thread.acts_at < first->acts_at)) {
        first = &thread;
      }
    }
    if (first != nullptr && first->acts_at <= limit && first->acts_at <= interrupts_.next_at()) {
      interrupts_.spend_until(first->acts_at);
      act(*first);
      return true;
    }
  }
  return interrupts_.next_event(limit);
}

Nanos Kernel::read_clock(ClockId clock, Party party) {
  const ClockOffsets& offsets = process_of(party).offsets;
  if (counts_cpu_time(clock)) {
    return read_cpu_clock(clock, party);
  }
  const Nanos read = now(clock);
  return clock == ClockId::monotonic  ? read + offsets.monotonic
         : clock == ClockId::boottime ? read + offsets.boottime
                                      : read;
}

// By how much timers come before their deadline.
Nanos Kernel::fault_early() const {
  if (mutant(M::fires_a_us_early)) {
    return {1'000};
  }
  return {mutant(M::fires_a_ns_early) ? 1 : 0};
}

void Kernel::set_cpu(int cpu) {
  while (interrupts_.busy(cpu)) {
    next_event(kNever);
  }
  me().cpu = cpu;
  interrupts_.move_child(cpu);
  start_ticks();
}

void Kernel::wait_for_callback(HrTimer hr) {
  while (interrupts_.running(hr)) {
    next_event(kNever);
  }
}

void Kernel::run_in_kernel(Nanos until) {
  while (next_event(until)) {
  }
}

void Kernel::run_in_user_space(Nanos until) {
  in_user_space_ = true;
  while (!dead() && next_event(until)) {
    deliver_signals({0});
  }
  in_user_space_ = false;
  run_in_kernel(until);
}

// CONV-1, CONV-5.
Nanos Kernel::nanos_of(std::int64_t sec, std::int64_t frac, bool microseconds) const {
  if (mutant(M::saturates_a_second_late) && sec == kSecondsMax) {
    return {static_cast<std::int64_t>(kSecondsMax * kSecond)};
  }
  if (mutant(M::saturates_a_second_early) && sec == kSecondsMax - 1) {
    return {static_cast<std::int64_t>(kTimeMax)};
  }
  Concrete e;
  Nanos result;
  const auto take = [&](Wide ns) { result = {static_cast<std::int64_t>(ns)}; };
  if (microseconds) {
    timeval_to_ns(e, sec, frac, take);
  } else {
    timespec_to_ns(e, sec, frac, take);
  }
  return result;
}

// CONV-2.
Nanos Kernel::saturating_sum(Nanos a, Nanos b) const {
  Concrete e;
  Nanos result;
  add_safe(e, a.ns, b.ns, [&](Wide ns) { result = {static_cast<std::int64_t>(ns)}; });
  if (mutant(M::sum_saturates_at_whole_seconds) && result.ns == kTimeMax) {
    return {static_cast<std::int64_t>(kSecondsMax * kSecond)};
  }
  return result;
}

}  // namespace timerlaw
