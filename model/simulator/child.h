// SPDX-License-Identifier: Apache-2.0
// The process that runs a program on the simulated kernel, as the agent's child does on a real one: reads the clocks at
// every boundary, makes the call of the step in between, and notes what came of it.
#pragma once

#include <algorithm>
#include <vector>

#include "model/simulator/kernel.h"
#include "model/trace.h"

namespace timerlaw {

class SimulatedChild {
 public:
  // `trace` has the program, the process and the clocks; the rest is filled in by run().
  SimulatedChild(Trace& trace, const Profile& profile, const TargetFacts& facts, Faults mutant, Nanos bracket_width,
                 Dice& dice);
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
    ClockId clock = ClockId::monotonic;
    Aim aim;
  };

  StepResult execute(const Step& step);
  StepResult create(const Step& step);
  StepResult settime(const Step& step);
  StepResult setitimer(const Step& step);
  StepResult alarm(const Step& step);
  StepResult window(const Step& step);
  void until(const Step& step);
  void spin_to(ClockId clock, std::int64_t target);
  Slot& slot(const Step& step);
  Step with_id(const Step& step);
  // The reading of `clock` at a boundary.
  std::int64_t reading(std::size_t boundary, ClockId clock) const;
  void read_clocks();
  Nanos handler_time() { return {dice_.below(std::min<std::int64_t>(width_.ns, 1'000))}; }
  bool lives() const { return kernel_.fatal() == 0 && !kernel_.hung(); }

  Trace& trace_;
  Faults mutant_;
  Nanos width_;
  Dice& dice_;
  Kernel kernel_;
  std::size_t step_ = 0;
  std::vector<Slot> slots_;
  Aim real_;
};

}  // namespace timerlaw
