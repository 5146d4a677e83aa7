// SPDX-License-Identifier: Apache-2.0
#include "generators/parties.h"

#include <algorithm>

namespace timerlaw {
namespace {

bool is_party(std::int64_t number) {
  return number > 0 && number < kParties;
}

}  // namespace

int Parties::threads(Party process) const {
  return static_cast<int>(std::ranges::count_if(
      members_, [process](const Member& member) { return member.lives && member.process == process; }));
}

bool Parties::names_only_made(const Step& step) const {
  return (!is_party_tid(step.tid) || made(party_of_tid(step.tid))) &&
         (step.op != Op::create || !is_party_clock(step.clock) || made(party_of_clock(step.clock)));
}

bool Parties::may(const Step& step) const {
  if (step.party >= kParties || !lives(step.party) || process(step.party) != acting_ || !names_only_made(step)) {
    return false;
  }
  const bool leads = process(step.party) == step.party;
  switch (step.op) {
    case Op::thread:
    case Op::fork:
      return is_party(step.number) && !made(static_cast<Party>(step.number));
    case Op::exec:
      return leads;
    case Op::exit:
      // The last thread of the child takes the program's end with it.
      return acting_ != 0 ? leads || lives(acting_) : threads(0) > 1;
    default:
      return true;
  }
}

void Parties::follow(const Step& step) {
  switch (step.op) {
    case Op::thread:
      members_[static_cast<Party>(step.number)] = {true, true, process(step.party), 0};
      break;
    case Op::fork:
      members_[static_cast<Party>(step.number)] = {true, true, static_cast<Party>(step.number), acting_};
      acting_ = static_cast<Party>(step.number);
      break;
    case Op::exit:
      if (step.party == acting_ && acting_ != 0) {
        acting_ = members_[acting_].parent;
        end_process(step.party);
      } else {
        members_[step.party].lives = false;
      }
      break;
    case Op::exec:
      end_process(acting_);
      members_[acting_].lives = true;
      break;
    default:
      break;
  }
}

void Parties::end_process(Party process) {
  for (Member& member : members_) {
    member.lives = member.lives && member.process != process;
  }
}

bool needs_fresh_child(const Step& step) {
  switch (step.op) {
    case Op::restore:
    case Op::limit:
    case Op::timens:
    case Op::thread:
    case Op::fork:
    case Op::exit:
    case Op::exec:
      return true;
    default:
      return false;
  }
}

bool admissible(const Program& program) {
  Parties parties;
  for (const Step& step : program.steps) {
    if (!parties.may(step) || (program.child == Child::reused && needs_fresh_child(step))) {
      return false;
    }
    parties.follow(step);
  }
  return parties.acting() == 0;
}

}  // namespace timerlaw
