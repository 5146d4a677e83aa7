// SPDX-License-Identifier: Apache-2.0
// Time in the simulated machine: CPUs, each with its timers, and the interrupts that expire them.
//
// An interrupt comes at, or some time after, the earliest deadline of its CPU, and expires every timer of that CPU that
// is due then: clock by clock, by deadline, by order of arming. On the child's CPU it is one instant for the child. On
// another CPU the child can look in between: a callback begins, does its work, and ends at different instants.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "model/simulator/dice.h"
#include "model/simulator/mutants.h"
#include "model/units.h"

namespace timerlaw {

inline constexpr int kSimulatedCpus = 2;
inline constexpr Nanos kNever{std::numeric_limits<std::int64_t>::max() / 2};

using HrTimer = std::size_t;

// What a timer does when it expires.
class Expiry {
 public:
  virtual void expire(HrTimer timer, int cpu) = 0;

 protected:
  ~Expiry() = default;
};

class Interrupts {
 public:
  // `resolution`: 0, or the length of the ticks without which nothing expires (CLK-6).
  Interrupts(Expiry& expiry, Dice& dice, Faults faults, Nanos now, Nanos resolution)
      : expiry_(expiry), dice_(dice), faults_(faults), now_(now), resolution_(resolution) {}

  HrTimer add();
  // Arms on the child's CPU; a timer whose callback still runs elsewhere stays there.
  void arm(HrTimer timer, ClockId base, Nanos deadline);
  void cancel(HrTimer timer);
  // Whether a timer armed now would be the first for which the child's CPU is interrupted.
  bool would_be_first(ClockId base, Nanos deadline) const;
  bool queued(HrTimer timer) const { return timers_[timer].queued; }
  // Its callback has begun and not ended.
  bool running(HrTimer timer) const { return timers_[timer].running; }

  Nanos now() const { return now_; }
  Nanos now(ClockId clock) const { return now_ + ahead_of_monotonic(clock); }
  // Sets REALTIME, and TAI with it, forward or back. What is due then has an interrupt come.
  void step_realtime(Nanos by);
  // Time that passes with interrupts off.
  void spend(Nanos length) { now_ = now_ + length; }
  void spend_until(Nanos instant) { now_ = instant > now_ ? instant : now_; }
  Nanos next_at() const;
  // Lets the next event happen, if there is one up to `limit`. Otherwise the time is `limit`, and the result false.
  bool next_event(Nanos limit);

  int child_cpu() const { return child_cpu_; }
  void move_child(int cpu) { child_cpu_ = cpu; }
  bool busy(int cpu) const { return cpus_[static_cast<std::size_t>(cpu)].phase != Phase::idle; }

 private:
  static constexpr std::size_t kBases = 4;
  struct Queued {
    std::int64_t deadline;
    std::uint64_t order;
    HrTimer timer;
    friend auto operator<=>(const Queued&, const Queued&) = default;
  };
  struct Armed {
    std::size_t base = 0;
    Queued key{};
    int cpu = 0;
    bool queued = false;
    bool running = false;
  };
  enum class Phase : std::uint8_t { idle, begun, worked };
  struct Cpu {
    std::array<std::set<Queued>, kBases> bases;
    Nanos programmed_for = kNever;
    Nanos interrupt_at = kNever;
    // While an interrupt runs:
    Phase phase = Phase::idle;
    Nanos entered;
    Nanos phase_ends;
    HrTimer timer = 0;
  };

  static Nanos event_at(const Cpu& cpu) { return cpu.phase == Phase::idle ? cpu.interrupt_at : cpu.phase_ends; }
  int number_of(const Cpu& cpu) const { return static_cast<int>(&cpu - cpus_.data()); }
  Nanos ahead_of_monotonic(ClockId clock) const;
  Cpu& cpu_of(const Armed& armed) { return cpus_[static_cast<std::size_t>(armed.cpu)]; }
  Nanos due_at(std::size_t base, std::int64_t deadline) const;
  std::optional<HrTimer> take_due(Cpu& cpu);
  void interrupt(Cpu& cpu);
  void begin_callback(Cpu& cpu);
  void next_phase(Cpu& cpu);
  void program(Cpu& cpu);
  Nanos latency(bool forced);

  Expiry& expiry_;
  Dice& dice_;
  Faults faults_;
  Nanos now_;
  Nanos resolution_;
  Nanos realtime_ahead_{1'700'000'000'123'456'789};
  int child_cpu_ = 0;
  std::uint64_t arming_ = 0;
  std::vector<Armed> timers_;
  std::array<Cpu, kSimulatedCpus> cpus_;
};

}  // namespace timerlaw
