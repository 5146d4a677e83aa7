// SPDX-License-Identifier: Apache-2.0
// The edges of one formula under laws that make it the same: its classes, all of them; of each class the smallest
// member, and the least and greatest value of each input and output; for each two alternatives and each input, the
// neighbours on either side; for each rounding, the neighbours between which it steps. Each is one definite point, the
// smallest there is, input by input.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "generators/edge_file.h"
#include "generators/solver/search.h"
#include "generators/solver/symbolic.h"
#include "model/arithmetic/followed.h"

namespace timerlaw::solver {

// A formula under the laws of one group.
struct Subject {
  std::string formula;
  std::vector<std::string> outputs;
  std::vector<arithmetic::Law> laws;
  std::function<Encoded(z3::context&)> encode;
  std::function<std::vector<arithmetic::Outcome>(std::span<const Wide>)> follow;
};

// The classes that are not empty, in the order of the branches: each is blocked when it was found, until nothing is
// left. GaveUp if the solver does not know.
std::vector<const Path*> classes(z3::context& context, const Subject& subject, const Encoded& encoded);

// GaveUp if the solver does not know.
EdgeGroup find_edges(const Subject& subject);

}  // namespace timerlaw::solver
