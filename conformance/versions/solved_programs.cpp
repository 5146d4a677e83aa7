// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/solved_programs.h"

#include <algorithm>

#include "generators/differences_file.h"
#include "generators/edge_programs.h"

namespace timerlaw::versions {

std::vector<Program> solved_programs(std::string_view a, std::string_view b, Nanos tick) {
  const Capabilities can{.tick = tick};
  std::vector<Program> all;
  for (const DifferingInputs& differing : differing_inputs(a, b)) {
    for (EdgeProgram& made : edge_programs(differing.formula, differing.inputs, can).programs) {
      if (std::ranges::find(all, made.program) == all.end()) {
        all.push_back(std::move(made.program));
      }
    }
  }
  return all;
}

}  // namespace timerlaw::versions
