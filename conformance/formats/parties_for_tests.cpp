// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/parties_for_tests.h"

#include <rapidcheck.h>

#include <algorithm>
#include <array>

namespace timerlaw::any {
namespace {

class Cast {
 public:
  // Appends the step if somebody can perform it.
  void perform(Step step, std::vector<Step>& out) {
    const std::vector<Party> alive = alive_here();
    if (alive.empty()) {
      return;
    }
    step.party = *rc::gen::elementOf(alive);
    if (step.op == Op::thread || step.op == Op::fork) {
      const auto made = static_cast<Party>(step.number);
      if (std::find(made_.begin(), made_.end(), made) != made_.end()) {
        return;
      }
      made_.push_back(made);
      processes_[made] = step.op == Op::fork ? made : forks_.back();
      alive_[made] = true;
      if (step.op == Op::fork) {
        forks_.push_back(made);
      }
    } else if (step.op == Op::exit) {
      if (step.party != 0 && step.party == forks_.back()) {
        end_fork(out);
        return;
      }
      alive_[step.party] = false;
    } else if (step.op == Op::exec) {
      end_threads(step.party);
    }
    out.push_back(step);
  }

  void end(std::vector<Step>& out) {
    while (forks_.size() > 1) {
      end_fork(out);
    }
  }

 private:
  std::vector<Party> alive_here() const {
    std::vector<Party> out;
    for (Party party = 0; party < kParties; ++party) {
      if (alive_[party] && processes_[party] == forks_.back()) {
        out.push_back(party);
      }
    }
    return out;
  }

  void end_threads(Party but) {
    for (const Party party : alive_here()) {
      alive_[party] = party == but || party == forks_.back();
    }
  }

  void end_fork(std::vector<Step>& out) {
    out.push_back({.op = Op::exit, .party = forks_.back()});
    end_threads(forks_.back());
    alive_[forks_.back()] = false;
    forks_.pop_back();
  }

  std::vector<Party> made_{0};
  std::vector<Party> forks_{0};  // the processes that wait for each other; the last one acts
  std::array<Party, kParties> processes_{};
  std::array<bool, kParties> alive_{true};
};

}  // namespace

std::vector<Step> parties_of(std::vector<Step> steps) {
  std::vector<Step> out;
  Cast cast;
  for (const Step& step : steps) {
    cast.perform(step, out);
  }
  cast.end(out);
  return out;
}

}  // namespace timerlaw::any
