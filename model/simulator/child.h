// SPDX-License-Identifier: Apache-2.0
// The parties that run a program on the simulated kernel, as the agent's child does on a real one: each step is
// performed by its party, which reads the clocks at the boundary behind it and notes what came of it.
#pragma once

#include <vector>

#include "model/simulator/cast.h"
#include "model/simulator/kernel.h"
#include "model/trace.h"

namespace timerlaw {

class SimulatedChild {
 public:
  // `trace` has the program, the process and the clocks; the rest is filled in by run().
  SimulatedChild(Trace& trace, const Cast& cast, const Profile& profile, const TargetFacts& facts, Faults mutant,
                 Nanos bracket_width, Dice& dice);
  void run();

 private:
  // What a timer was told to do, for `until`: an instant of its own clock.
  struct Aim {
    bool armed = false;
    std::int64_t at = 0;
    std::int64_t interval = 0;
  };
  struct Slot {
    std::int64_t id = -1;
    ClockId clock = ClockId::monotonic;  // that it counts on
    Aim aim;
  };

  // A process that `fork` made.
  struct Forked {
    Party party;
    Party waiting;  // for its end
    Aim real;       // of the one that waits
  };

  // child.cpp
  StepResult perform(const Step& step);
  void close_step(StepResult result);
  bool take_over();
  void leave_process();
  bool lives() const { return kernel_.fatal(0) == 0 && !kernel_.hung(); }
  // The reading of `clock` at a boundary.
  std::int64_t reading(std::size_t boundary, ClockId clock) const;
  void read_clocks(Party party);

  // child_steps.cpp
  StepResult execute(const Step& step);
  StepResult create(const Step& step);
  StepResult settime(const Step& step);
  StepResult setitimer(const Step& step);
  StepResult alarm(const Step& step);
  StepResult window(const Step& step);
  void begin_party(const Step& step);
  void until(const Step& step);
  void spin_to(ClockId clock, std::int64_t target);
  Slot& slot(const Step& step);
  Step with_id(const Step& step);

  Trace& trace_;
  const Cast& cast_;
  Faults mutant_;
  Nanos width_;
  Dice& dice_;
  Kernel kernel_;
  const Abi abi_;
  std::size_t step_ = 0;
  Party present_ = 0;
  std::vector<Forked> forked_;  // each by the one before it
  std::uint32_t delivered_ = 0;
  std::vector<Slot> slots_;
  Aim real_;
};

}  // namespace timerlaw
