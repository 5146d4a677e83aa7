// SPDX-License-Identifier: Apache-2.0
// generators/corpus/differences.edges: for every two sets of laws under which a formula is not the same, inputs of
// least magnitude on which its outputs differ. Found by the solver, read without it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arithmetic/law.h"

namespace timerlaw {

struct DifferingInputs {
  std::string formula;
  std::vector<arithmetic::Law> a;  // of each set of calls there is one here and in b
  std::vector<arithmetic::Law> b;
  std::vector<std::string> names;  // of the inputs
  std::vector<Wide> inputs;
  std::vector<Wide> in_a;  // the outputs
  std::vector<Wide> in_b;
  // 0 if there is no input of that name.
  Wide input(std::string_view name) const;
};

std::string to_text(std::span<const DifferingInputs> all);
// nullopt with an error that names the line.
std::optional<std::vector<DifferingInputs>> read_differences(std::string_view text, std::string& error);

// The file as it was when the binary was built.
std::span<const DifferingInputs> differing_inputs();
// Those of it on which these two profiles differ, in its order; in_a is what `a` makes of them.
std::vector<DifferingInputs> differing_inputs(std::string_view a, std::string_view b);

}  // namespace timerlaw
