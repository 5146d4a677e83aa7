// SPDX-License-Identifier: Apache-2.0
// Rules are written once, as branches over a number type. An evaluator decides what a branch does:
//
//   Concrete   follows the branch whose guard is true: the simulated kernel, and the oracle where nothing is hidden
//   Preimage   follows every branch that a range of one hidden number x allows, narrowing the range: the oracle
//   (symbolic) collects guards as terms: the edge finder and the proofs
//
// An evaluator E has a type Num of mathematical integers, with + - and comparisons, a type Bool with &&, and
//   e.branch(name, guard, then)   name is "RULE-ID/class"
//   e.floor_div(num, divisor)     toward minus infinity
// A rule of several alternatives calls branch once for each; their guards exclude one another and leave no gap.
#pragma once

#include <cstdint>

namespace timerlaw {

// Wide enough that no sum or product of the law overflows: Num is a mathematical integer, and where the kernel wraps,
// truncates or saturates, the rule says so.
using Wide = __int128;

constexpr Wide floor_div(Wide a, Wide b) {
  const Wide q = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}
constexpr Wide ceil_div(Wide a, Wide b) {
  return -floor_div(-a, b);
}

struct Concrete {
  using Num = Wide;
  using Bool = bool;
  static constexpr Num floor_div(Num a, Num b) { return timerlaw::floor_div(a, b); }
  // The low 32 bits, with their sign.
  static constexpr Num trunc32(Num a) {
    constexpr Num kWord = Num{1} << 32;
    return a - timerlaw::floor_div(a + kWord / 2, kWord) * kWord;
  }
  template <class Then>
  constexpr void branch(const char*, bool guard, Then&& then) {
    if (guard) {
      then();
    }
  }
};

}  // namespace timerlaw
