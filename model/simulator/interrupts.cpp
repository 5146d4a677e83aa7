// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/interrupts.h"

#include <algorithm>

namespace timerlaw {
namespace {

// In the order in which an interrupt looks at them.
constexpr std::array kBaseClocks = {ClockId::monotonic, ClockId::realtime, ClockId::boottime, ClockId::tai};

}  // namespace

HrTimer Interrupts::add() {
  timers_.emplace_back();
  return timers_.size() - 1;
}

Nanos Interrupts::ahead_of_monotonic(ClockId clock) const {
  switch (clock) {
    case ClockId::realtime:
    case ClockId::realtime_alarm:
      return realtime_ahead_;
    case ClockId::tai:
      return realtime_ahead_ + Nanos{37'000'000'000};
    case ClockId::boottime:
    case ClockId::boottime_alarm:
      return {5'432'100'000'777};
    default:
      return {0};
  }
}

void Interrupts::step_realtime(Nanos by) {
  realtime_ahead_ = realtime_ahead_ + by;
  for (Cpu& cpu : cpus_) {
    if (cpu.phase == Phase::idle) {
      program(cpu);
    }
  }
}

// On MONOTONIC. A deadline of the far future never comes.
Nanos Interrupts::due_at(std::size_t base, std::int64_t deadline) const {
  const Nanos due = std::min(Nanos{deadline} - ahead_of_monotonic(kBaseClocks[base]), kNever);
  if (resolution_.ns == 0 || due <= now_ || due == kNever) {
    return due;
  }
  return {(due.ns + resolution_.ns - 1) / resolution_.ns * resolution_.ns};
}

Nanos Interrupts::latency(bool forced) {
  if (forced && !dice_.once_in(8)) {
    return {0};
  }
  const std::int64_t kind = dice_.below(32);
  if (kind < 10) {
    return {0};
  }
  return {kind < 31 ? 1 + dice_.below(2'000) : 2'000 + dice_.below(58'000)};
}

void Interrupts::arm(HrTimer timer, ClockId base, Nanos deadline) {
  cancel(timer);
  Armed& armed = timers_[timer];
  armed.base = static_cast<std::size_t>(std::find(kBaseClocks.begin(), kBaseClocks.end(), base) - kBaseClocks.begin());
  armed.key = {deadline.ns, ++arming_, timer};
  armed.queued = true;
  if (!armed.running) {
    armed.cpu = child_cpu_;
  }
  Cpu& cpu = cpu_of(armed);
  cpu.bases[armed.base].insert(armed.key);
  const Nanos due = due_at(armed.base, deadline.ns);
  if (cpu.phase == Phase::idle && due < cpu.programmed_for) {
    const Nanos at = std::max(now_, due) + latency(due <= now_);
    const bool in_flight = cpu.programmed_for <= now_;
    cpu.interrupt_at = in_flight ? std::min(cpu.interrupt_at, at) : at;
    cpu.programmed_for = due;
  }
}

bool Interrupts::would_be_first(ClockId base, Nanos deadline) const {
  const auto place =
      static_cast<std::size_t>(std::find(kBaseClocks.begin(), kBaseClocks.end(), base) - kBaseClocks.begin());
  const Cpu& cpu = cpus_[static_cast<std::size_t>(child_cpu_)];
  return cpu.phase != Phase::idle || due_at(place, deadline.ns) < cpu.programmed_for;
}

// The interrupt that was programmed for it still comes: too early for the others, it just programs the next.
void Interrupts::cancel(HrTimer timer) {
  Armed& armed = timers_[timer];
  if (armed.queued) {
    cpu_of(armed).bases[armed.base].erase(armed.key);
    armed.queued = false;
  }
}

void Interrupts::program(Cpu& cpu) {
  cpu.programmed_for = kNever;
  for (std::size_t base = 0; base < kBases; ++base) {
    if (!cpu.bases[base].empty()) {
      cpu.programmed_for = std::min(cpu.programmed_for, due_at(base, cpu.bases[base].begin()->deadline));
    }
  }
  cpu.interrupt_at =
      cpu.programmed_for == kNever ? kNever : std::max(now_, cpu.programmed_for) + latency(cpu.programmed_for <= now_);
}

std::optional<HrTimer> Interrupts::take_due(Cpu& cpu) {
  for (std::size_t i = 0; i < kBases; ++i) {
    const std::size_t base = faults_(M::clocks_expire_backward) ? kBases - 1 - i : i;
    std::set<Queued>& queue = cpu.bases[base];
    if (queue.empty() || due_at(base, queue.begin()->deadline) > cpu.entered) {
      continue;
    }
    auto found = queue.begin();
    if (faults_(M::deadlines_expire_backward)) {
      while (std::next(found) != queue.end() && due_at(base, std::next(found)->deadline) <= cpu.entered) {
        ++found;
      }
    }
    const HrTimer timer = found->timer;
    queue.erase(found);
    timers_[timer].queued = false;
    return timer;
  }
  return std::nullopt;
}

// On the child's CPU.
void Interrupts::interrupt(Cpu& cpu) {
  cpu.entered = now_;
  while (const std::optional<HrTimer> timer = take_due(cpu)) {
    expiry_.expire(*timer, number_of(cpu));
  }
  program(cpu);
}

// On another CPU.
void Interrupts::begin_callback(Cpu& cpu) {
  const std::optional<HrTimer> timer = take_due(cpu);
  if (!timer) {
    cpu.phase = Phase::idle;
    program(cpu);
    return;
  }
  cpu.timer = *timer;
  timers_[*timer].running = true;
  cpu.phase = Phase::begun;
  cpu.phase_ends = now_ + Nanos{10 + dice_.below(500)};
}

void Interrupts::next_phase(Cpu& cpu) {
  if (cpu.phase == Phase::begun) {
    expiry_.expire(cpu.timer, number_of(cpu));
    cpu.phase = Phase::worked;
    cpu.phase_ends = now_ + Nanos{10 + dice_.below(1'000)};
  } else {
    timers_[cpu.timer].running = false;
    begin_callback(cpu);
  }
}

Nanos Interrupts::next_at() const {
  return event_at(*std::ranges::min_element(cpus_, {}, event_at));
}

bool Interrupts::next_event(Nanos limit) {
  Cpu& cpu = *std::ranges::min_element(cpus_, {}, event_at);
  if (event_at(cpu) > limit || event_at(cpu) == kNever) {
    now_ = std::max(now_, limit);
    return false;
  }
  now_ = std::max(now_, event_at(cpu));
  if (cpu.phase != Phase::idle) {
    next_phase(cpu);
  } else if (&cpu == &cpus_[static_cast<std::size_t>(child_cpu_)]) {
    interrupt(cpu);
  } else {
    cpu.entered = now_;
    begin_callback(cpu);
  }
  return true;
}

}  // namespace timerlaw
