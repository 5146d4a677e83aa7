// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/cast.h"

namespace timerlaw::agent {
namespace {

class Cast {
 public:
  explicit Cast(std::uint32_t (&end_of)[kParties]) : end_of_(end_of) {
    member_[0] = {true, true, 0};
    inner_[0] = 0;
  }

  bool follow(const Step& step, std::uint32_t i) {
    if (step.party >= kParties || !member_[step.party].alive || member_[step.party].process != inner_[depth_] ||
        !names_known(step)) {
      return false;
    }
    switch (step.op) {
      case Op::thread:
        return join(step.number, inner_[depth_]);
      case Op::fork:
        if (!join(step.number, static_cast<Party>(step.number))) {
          return false;
        }
        inner_[++depth_] = root_[step.number] = static_cast<Party>(step.number);
        return true;
      case Op::exit:
        end(step.party, i);
        return true;
      case Op::exec:
        end_others(step.party);
        root_[inner_[depth_]] = step.party;
        return true;
      default:
        return true;
    }
  }

 private:
  struct Member {
    bool made = false;
    bool alive = false;
    Party process = 0;
  };

  bool join(std::int64_t party, Party process) {
    if (party <= 0 || party >= kParties || member_[party].made) {
      return false;
    }
    member_[party] = {true, true, process};
    return true;
  }

  void end_others(Party last) {
    for (Party p = 0; p < kParties; ++p) {
      member_[p].alive = member_[p].alive && (p == last || member_[p].process != member_[last].process);
    }
  }

  // A forked process ends as a whole, with the thread it began with.
  void end(Party party, std::uint32_t i) {
    const Party process = inner_[depth_];
    member_[party].alive = false;
    bool any = false;
    for (const Member& member : member_) {
      any = any || (member.alive && member.process == process);
    }
    if (process != 0 && (party == root_[process] || !any)) {
      end_others(party);
      end_of_[process] = i;
      --depth_;
    }
  }

  bool names_known(const Step& step) const {
    return !((is_party_tid(step.tid) && !member_[party_of_tid(step.tid)].made) ||
             (step.op == Op::create && is_party_clock(step.clock) && !member_[party_of_clock(step.clock)].made));
  }

  std::uint32_t (&end_of_)[kParties];
  Member member_[kParties];
  Party root_[kParties] = {};   // of a process: the party whose exit ends it
  Party inner_[kParties] = {};  // processes, each forked by the one before it
  int depth_ = 0;
};

}  // namespace

bool check_cast(Entry& entry) {
  const wire::ProgramRecord& program = entry.program;
  for (std::uint32_t& end : entry.end_of) {
    end = program.step_count;
  }
  Cast cast(entry.end_of);
  for (std::uint32_t i = 0; i < program.step_count; ++i) {
    if (!cast.follow(program.steps[i], i)) {
      return false;
    }
  }
  return true;
}

}  // namespace timerlaw::agent
