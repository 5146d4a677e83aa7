// SPDX-License-Identifier: Apache-2.0
// Values whose correct result is one single value for every instant of a bracket, as near to a boundary as that allows
// (Z3's optimizer). Only the ends of the bracket are looked at: results are monotone in the time that passes.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "generators/certain_point.h"
#include "generators/solver/symbolic.h"

namespace timerlaw::solver {

// Widths that a bracket may have; a program is run at the least one that its target keeps to. The solver is asked at
// two of them: a part of a bracket is as certain as the whole, and as near.
inline constexpr std::array<std::int64_t, 7> kWidths{250, 500, 1'000, 2'000, 4'000, 16'000, 64'000};
inline constexpr std::array<std::int64_t, 2> kAskedWidths{500, 64'000};

// A formula under one law, to be followed from any inputs.
struct Question {
  std::string_view formula;
  std::vector<arithmetic::Input> inputs;
  std::vector<std::string> outputs;
  std::function<std::vector<Path>(std::span<const z3::expr>)> paths;
};

// Of every boundary that a bracket of this width allows a certain result at, the nearest point.
std::vector<CertainPoint> certain_points(z3::context& context, const Question& question, Nanos width);

// What a program can write into a field of 32 bits; other numbers are taken as one of these (C32-2).
template <class Formula>
std::vector<arithmetic::Input> written_inputs(const arithmetic::Law& law) {
  std::vector<arithmetic::Input> inputs = Formula::inputs(law);
  for (arithmetic::Input& input : inputs) {
    if (law.time32 && (input.name == "sec" || input.name == "usec" || input.name == "nsec")) {
      input.lo = -(Wide{1} << 31);
      input.hi = (Wide{1} << 31) - 1;
    }
  }
  return inputs;
}

template <class Formula>
Question question_of(z3::context& context, const arithmetic::Law& law) {
  return {Formula::kName,
          written_inputs<Formula>(law),
          {Formula::kOutputs.begin(), Formula::kOutputs.end()},
          [&context, law](std::span<const z3::expr> inputs) { return paths_of<Formula>(context, law, inputs); }};
}

// Of one formula under one law, at every width: those that hold whatever the uptime.
std::optional<CertainGroup> certain_group(std::string_view formula, const arithmetic::Law& law);

// All of generators/corpus/certain.edges: of each formula under each law by which it is another. The solver is asked
// about 64-bit programs and the usual tick; other laws get those of the points that hold for them. Solves on this many
// threads; what is found does not depend on how many. With a formula: of that alone.
CertainFile certain_corpus(std::string_view formula, unsigned jobs);

}  // namespace timerlaw::solver
