// SPDX-License-Identifier: Apache-2.0
// The evaluator that runs a formula on integers and notes which branches it took.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/arithmetic/law.h"

namespace timerlaw::arithmetic {

class Followed : public Concrete {
 public:
  template <class Then>
  void branch(const char* name, bool guard, Then&& then) {
    if (guard) {
      names_.push_back(name);
      then();
      names_.pop_back();
    }
  }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::vector<std::string_view> names_;
};

// Where the inputs lead: the branches in the order they were taken, and what comes out.
struct Outcome {
  std::vector<std::string_view> branches;
  std::vector<Wide> outputs;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// The outcomes, exactly one if the branches exclude one another and leave no gap (a test counts them).
template <class Formula>
std::vector<Outcome> follow(const Law& law, std::span<const Wide> inputs) {
  std::vector<Outcome> outcomes;
  Followed e;
  Formula::run(e, law, Numbers<Followed>(inputs.begin(), inputs.end()), [&](const Numbers<Followed>& outputs) {
    outcomes.push_back({e.names(), outputs});
  });
  return outcomes;
}

}  // namespace timerlaw::arithmetic
