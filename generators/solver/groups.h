// SPDX-License-Identifier: Apache-2.0
// Laws under which a formula is one and the same: what is solved for one of them holds for all.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "generators/solver/symbolic.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {

using Laws = std::vector<arithmetic::Law>;

// The identities of the names and terms of everything: the same, within a context, for the same inputs, classes and
// terms.
std::vector<std::uintptr_t> identity_of(const Encoded& encoded);

// "linux-6.13 native64, linux-6.13 compat32 time32"
std::string names_of(const Laws& laws);

// The laws in groups, in their order.
template <class Formula>
std::vector<Laws> groups(const Laws& laws) {
  z3::context context;
  std::vector<Laws> found;
  std::vector<Encoded> kept;  // identities are those of terms that are there
  std::vector<std::vector<std::uintptr_t>> identities;
  for (const arithmetic::Law& law : laws) {
    if (!Formula::exists(law)) {
      continue;
    }
    kept.push_back(encode<Formula>(context, law));
    const auto identity = identity_of(kept.back());
    const auto at = static_cast<std::size_t>(std::ranges::find(identities, identity) - identities.begin());
    if (at == found.size()) {
      identities.push_back(identity);
      found.emplace_back();
    }
    found[at].push_back(law);
  }
  return found;
}

}  // namespace timerlaw::solver
