// SPDX-License-Identifier: Apache-2.0
// Who acts in a program: which parties were made and have not ended, and of which process they are.
#pragma once

#include <array>

#include "model/trace.h"

namespace timerlaw {

class Parties {
 public:
  // Whether `step` may come next: its party is there, belongs to the process whose turn it is, and names no party that
  // was never made.
  bool may(const Step& step) const;
  void follow(const Step& step);

  bool made(Party party) const { return members_[party].made; }
  bool lives(Party party) const { return members_[party].lives; }
  // The party that leads the process of `party`.
  Party process(Party party) const { return members_[party].process; }
  // The process whose turn it is: that of the innermost fork that is open, or 0.
  Party acting() const { return acting_; }
  int threads(Party process) const;

 private:
  struct Member {
    bool made = false;
    bool lives = false;
    Party process = 0;
    Party parent = 0;  // of a process
  };
  bool names_only_made(const Step& step) const;
  void end_process(Party process);

  std::array<Member, kParties> members_{Member{true, true, 0, 0}};
  Party acting_ = 0;
};

// Whether the step changes the process so that no later program may run in it.
bool needs_fresh_child(const Step& step);

// Whether every agent admits the program: each step is of a party that is there, forks are whole, and a child of its
// own is asked for where one is needed. What agents admit beside this is for programs written by hand.
bool admissible(const Program& program);

}  // namespace timerlaw
