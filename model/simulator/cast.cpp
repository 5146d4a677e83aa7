// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cast.h"

#include <algorithm>

namespace timerlaw {

Cast::Cast(const Program& program) {
  end_of_.fill(program.steps.size());
  members_[0] = {true, true, 0};
  for (std::size_t i = 0; i < program.steps.size() && complete_; ++i) {
    complete_ = follow(program.steps[i], i);
  }
}

bool Cast::add(std::int64_t party, Party process) {
  if (party <= 0 || party >= kParties || members_[static_cast<std::size_t>(party)].made) {
    return false;
  }
  members_[static_cast<std::size_t>(party)] = {true, true, process};
  return true;
}

void Cast::end_others(Party process, Party survivor) {
  for (std::size_t party = 0; party < kParties; ++party) {
    if (members_[party].process == process && party != survivor) {
      members_[party].alive = false;
    }
  }
}

bool Cast::anyone_left(Party process) const {
  return std::ranges::any_of(members_, [&](const Member& m) { return m.alive && m.process == process; });
}

bool Cast::follow(const Step& step, std::size_t at) {
  const Party process = running_.back();
  if (step.party >= kParties || !members_[step.party].alive || members_[step.party].process != process) {
    return false;
  }
  if ((is_party_tid(step.tid) && !members_[party_of_tid(step.tid)].made) ||
      (step.op == Op::create && is_party_clock(step.clock) && !members_[party_of_clock(step.clock)].made)) {
    return false;
  }
  switch (step.op) {
    case Op::thread:
      return add(step.number, process);
    case Op::fork: {
      const auto child = static_cast<Party>(step.number);
      if (!add(step.number, child)) {
        return false;
      }
      leader_[child] = child;
      running_.push_back(child);
      return true;
    }
    case Op::exec:
      end_others(process, step.party);
      leader_[process] = step.party;
      return true;
    case Op::exit:
      members_[step.party].alive = false;
      if (process != 0 && (leader_[process] == step.party || !anyone_left(process))) {
        end_others(process, step.party);
        end_of_[process] = at;
        running_.pop_back();
      }
      return true;
    default:
      return true;
  }
}

}  // namespace timerlaw
