// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/groups.h"

namespace timerlaw::solver {

std::string text_of(const Encoded& encoded) {
  std::string text = encoded.domain.to_string();
  for (const Path& path : encoded.paths) {
    text += '\n' + path.key() + '\n' + path.condition.to_string();
    for (const z3::expr& output : path.outputs) {
      text += '\n' + output.to_string();
    }
  }
  return text;
}

std::string names_of(const Laws& laws) {
  std::string names;
  for (const arithmetic::Law& law : laws) {
    names += names.empty() ? "" : ", ";
    names += law.profile->name;
    names += law.abi == Abi::native64 ? "" : law.time32 ? " compat32 time32" : " compat32";
  }
  return names;
}

}  // namespace timerlaw::solver
