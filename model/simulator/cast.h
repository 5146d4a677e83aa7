// SPDX-License-Identifier: Apache-2.0
// Who is in a program: whether each step has a party that is there, told before anything runs.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "model/trace.h"

namespace timerlaw {

class Cast {
 public:
  explicit Cast(const Program& program);

  // No step names a party that was never made, or is of one that is gone, or of another process than the one forked
  // last; none makes a party twice.
  bool complete() const { return complete_; }
  // The step that ends the process that `party` was forked as; the number of steps if none does.
  std::size_t end_of(Party party) const { return end_of_[party]; }

 private:
  struct Member {
    bool made = false;
    bool alive = false;
    Party process = 0;  // the party that it was forked as
  };

  bool follow(const Step& step, std::size_t at);
  bool add(std::int64_t party, Party process);
  void end_others(Party process, Party survivor);
  bool anyone_left(Party process) const;

  std::array<Member, kParties> members_;
  std::array<Party, kParties> leader_{};  // of a process: whose exit ends it
  std::array<std::size_t, kParties> end_of_;
  std::vector<Party> running_ = {0};  // processes, each forked by the one before it
  bool complete_ = true;
};

}  // namespace timerlaw
