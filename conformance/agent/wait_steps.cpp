// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/clock.h"
#include "conformance/agent/step.h"
#include "conformance/agent/steps.h"

namespace timerlaw::agent {
namespace {

// What a sleep may be late, and more: the rest is spun. Where time is virtual each reading takes it on by a quarter of
// a microsecond, and a sleep costs no more than a reading.
constexpr std::int64_t kSpun = 2'000'000, kSpunVirtual = 5'000;

// So that others may run meanwhile.
void sleep_most_of(std::int64_t length, std::int64_t spun) {
  if (length > spun) {
    const KernelTimespec most = timespec_of(length - spun);
    call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), 0, &most, 0);
  }
}

// At most kSpinLimit, by this clock and by the wall: a clock of CPU time may stand still.
void spin_to(const ProgramState& state, ClockId clock, std::int64_t target) {
  const std::int64_t begun = read_named_clock(state, clock);
  const std::int64_t limit = target - begun > kSpinLimit ? begun + kSpinLimit : target;
  if (!counts_cpu_time(clock)) {
    sleep_most_of(limit - begun, state.virtual_time ? kSpunVirtual : kSpun);
  }
  if (clock == ClockId::monotonic) {
    while (read_clock(clock) < limit) {
    }
    return;
  }
  const std::int64_t end = read_clock(ClockId::monotonic) + kSpinLimit;
  while (read_named_clock(state, clock) < limit && read_clock(ClockId::monotonic) < end) {
  }
}

// The next instant at which the timer was told to fire, seen from `now`.
std::int64_t next_aim(const Aim& aim, std::int64_t now) {
  if (aim.interval <= 0 || aim.at > now) {
    return aim.at;
  }
  return aim.at + ((now - aim.at) / aim.interval + 1) * aim.interval;
}

}  // namespace

void until(const Step& step, const ProgramState& state) {
  const std::int64_t offset = length(step.value);
  const bool timer = step.anchor == Anchor::timer && step.slot != kNoSlot;
  const std::uint32_t clock = timer ? state.slots[step.slot].clock : 0;
  if (step.anchor == Anchor::start || step.anchor == Anchor::now) {
    spin_to(state, state.program->clocks[0], (step.anchor == Anchor::start ? state.start[0] : state.now[0]) + offset);
    return;
  }
  const Aim& aim = timer ? state.slots[step.slot].aim : state.real;
  if (aim.armed && (timer || step.anchor == Anchor::real)) {
    spin_to(state, state.program->clocks[clock], next_aim(aim, state.now[clock]) + offset);
  }
}

long sleep(const TimeArg& value) {
  const KernelTimespec duration = literal(value);
  return call(nr::clock_nanosleep, static_cast<std::int32_t>(ClockId::monotonic), 0, &duration, 0);
}

// In user space for most of the time: the user's part of the CPU time is to advance as well.
void burn(const Step& step, const ProgramState& state) {
  std::int64_t turns = 8000;  // some microseconds
  const std::int64_t begun = read_clock(ClockId::thread_cputime);
  const std::int64_t wanted = length(step.value);
  const std::int64_t end = begun + (wanted > kBurnLimit ? kBurnLimit : wanted);
  const std::int64_t latest = read_clock(ClockId::monotonic) + kBurnLimit;  // others may take most of the CPU
  SigSet pending;
  std::int64_t used = begun;
  while (begun >= 0 && used < end && read_clock(ClockId::monotonic) < latest) {
    if (!step.set.empty()) {
      call(nr::rt_sigpending, &pending, kSigSetBytes);
      if ((pending.bits & step.set.bits) != 0) {
        break;
      }
    }
    for (std::int64_t i = 0; i < turns; ++i) {
      barrier();
    }
    const std::int64_t now = read_clock(ClockId::thread_cputime);
    if (state.skips_idle && now == used) {
      turns *= 2;  // a reading there puts the next tick off by a whole tick: see burn_a_little()
    }
    used = now;
  }
}

// A value of zero would disarm the timer and never end the wait: it is due after 1 ns instead.
void read(const Step& step, const ProgramState& state, StepResult& result) {
  KernelItimerspec due{{0, 0}, literal(step.value)};
  if (due.value.sec == 0 && due.value.nsec == 0) {
    due.value.nsec = 1;
  }
  result.ret = call(nr::timerfd_settime, state.read_fd, 0, &due, 0);
  if (result.ret != 0) {
    return;
  }
  std::uint64_t count = 0;
  result.ret = call(nr::read, state.read_fd, &count, sizeof(count));
  if (result.ret < 0) {
    const KernelItimerspec off{};
    call(nr::timerfd_settime, state.read_fd, 0, &off, 0);
  }
}

}  // namespace timerlaw::agent
