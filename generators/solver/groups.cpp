// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/groups.h"

#include <functional>
#include <string_view>

namespace timerlaw::solver {

std::vector<std::uintptr_t> identity_of(const Encoded& encoded) {
  std::vector<std::uintptr_t> identity{encoded.domain.id()};
  for (const Path& path : encoded.paths) {
    identity.push_back(path.guards.size());
    for (const Guard& guard : path.guards) {
      identity.push_back(std::hash<std::string_view>{}(guard.name));
      identity.push_back(guard.condition.id());
    }
    identity.push_back(path.condition.id());
    for (const z3::expr& output : path.outputs) {
      identity.push_back(output.id());
    }
  }
  return identity;
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
