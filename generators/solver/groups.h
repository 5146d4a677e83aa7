// SPDX-License-Identifier: Apache-2.0
// Laws under which a formula is one and the same: what is solved for one of them holds for all.
#pragma once

#include <string>
#include <vector>

#include "generators/solver/symbolic.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {

using Laws = std::vector<arithmetic::Law>;

// The text of everything: equal for equal inputs, classes and terms.
std::string text_of(const Encoded& encoded);

// "linux-6.13 native64, linux-6.13 compat32 time32"
std::string names_of(const Laws& laws);

// Every law under which the formula exists, in groups, in the order of arithmetic::laws().
template <class Formula>
std::vector<Laws> groups() {
  std::vector<Laws> found;
  std::vector<std::string> texts;
  for (const arithmetic::Law& law : arithmetic::laws()) {
    if (!Formula::exists(law)) {
      continue;
    }
    z3::context context;
    const std::string text = text_of(encode<Formula>(context, law));
    std::size_t at = 0;
    while (at < texts.size() && texts[at] != text) {
      ++at;
    }
    if (at == texts.size()) {
      texts.push_back(text);
      found.emplace_back();
    }
    found[at].push_back(law);
  }
  return found;
}

}  // namespace timerlaw::solver
