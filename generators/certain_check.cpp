// SPDX-License-Identifier: Apache-2.0
#include "generators/certain_check.h"

#include <algorithm>
#include <optional>

#include "model/arithmetic/followed.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

using arithmetic::Input;

constexpr Wide kLongestUptime = Wide{10} * 366 * 86'400 * kSecond;  // ten years

void set(std::vector<Wide>& values, const std::vector<Input>& inputs, std::string_view name, Wide value) {
  const auto at = std::ranges::find(inputs, name, &Input::name);
  if (at != inputs.end()) {
    values[static_cast<std::size_t>(at - inputs.begin())] = value;
  }
}

// What is seen when so much has passed; nothing where the inputs leave the domain.
template <class Formula>
std::optional<Wide> seen(const CertainPoint& point, const arithmetic::Law& law, Wide passed, Wide again, Wide now) {
  const std::vector<Input> inputs = Formula::inputs(law);
  if (point.inputs.size() != inputs.size()) {
    return std::nullopt;
  }
  std::vector<Wide> values = point.inputs;
  const auto time = static_cast<std::size_t>(time_input(inputs));
  values[time] = inputs[time].name == "left" ? values[time] + point.earliest - passed : passed;
  set(values, inputs, "waited_again", again);
  set(values, inputs, "now", now);
  const auto outcomes = arithmetic::follow<Formula>(law, values);
  const auto& names = Formula::kOutputs;
  const auto output = static_cast<std::size_t>(std::ranges::find(names, point.boundary.output) - names.begin());
  if (outcomes.size() != 1 || output == names.size()) {
    return std::nullopt;
  }
  const std::vector<Wide>& outputs = outcomes.front().outputs;
  const bool fraction = names[output] == "usec" || names[output] == "nsec";
  if (fraction && point.boundary.aspect == Aspect::zero) {
    return Wide{outputs[output] == 0 && outputs[output - 1] == 0};
  }
  return aspect_of(outputs[output], point.boundary.aspect);
}

template <class Formula>
bool holds_of(const CertainPoint& point, const arithmetic::Law& law) {
  for (const Wide now : {Wide{0}, kLongestUptime}) {
    for (const Wide again : {Wide{0}, Wide{point.width.ns}}) {
      for (const Wide passed : {point.earliest, point.earliest + point.width.ns}) {
        if (seen<Formula>(point, law, passed, again, now) != point.shown) {
          return false;
        }
      }
    }
    const Wide again = point.boundary.side == Side::before ? point.width.ns : 0;
    const auto flipped = seen<Formula>(point, law, point.flip, again, now);
    if (!flipped || *flipped == point.shown) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool holds(const CertainPoint& point, std::string_view formula, const arithmetic::Law& law) {
  bool found = false;
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (Formula::kName == formula && Formula::exists(law) && time_input(Formula::inputs(law)) >= 0) {
      found = holds_of<Formula>(point, law);
    }
  });
  return found;
}

}  // namespace timerlaw
