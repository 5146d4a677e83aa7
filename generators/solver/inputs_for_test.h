// SPDX-License-Identifier: Apache-2.0
// Inputs at which a slip shows: the ends of a domain, every number that stands in the terms, powers of two, each with
// its neighbours, and numbers of every magnitude.
#pragma once

#include <random>
#include <span>
#include <vector>

#include "model/arithmetic/law.h"

namespace timerlaw::solver {

class Inputs {
 public:
  Inputs(std::vector<arithmetic::Input> inputs, std::span<const Wide> numerals, std::uint64_t seed)
      : inputs_(std::move(inputs)), random_(seed) {
    for (const Wide numeral : numerals) {
      interesting_.push_back(numeral);
      interesting_.push_back(-numeral);
    }
    for (int i = 0; i < 64; ++i) {
      interesting_.push_back(Wide{1} << i);
      interesting_.push_back(-(Wide{1} << i));
    }
  }
  std::vector<Wide> draw() {
    std::vector<Wide> values;
    for (const arithmetic::Input& input : inputs_) {
      values.push_back(draw(input, values));
    }
    return values;
  }

 private:
  Wide draw(const arithmetic::Input& input, std::span<const Wide> before) {
    const Wide width = input.hi - input.lo + 1;
    const Wide near = static_cast<Wide>(random_() % 3) - 1;
    Wide value = 0;
    switch (random_() % 8) {
      case 0:
        value = input.lo + near;
        break;
      case 1:
        value = input.hi + near;
        break;
      case 2:
      case 3:
        value = interesting_[random_() % interesting_.size()] + near;
        break;
      case 4:  // what another input, or the sum of all before, comes to
        for (const Wide other : before) {
          value += other;
        }
        value += near;
        break;
      case 5:
        value = static_cast<Wide>(random_() % 3'000'000);
        break;
      default:
        value = static_cast<Wide>(random_() >> (random_() % 64)) * (random_() % 8 == 0 ? -1 : 1);
    }
    const Wide offset = (value - input.lo) % width;
    return input.lo + (offset < 0 ? offset + width : offset);
  }

  std::vector<arithmetic::Input> inputs_;
  std::vector<Wide> interesting_;
  std::mt19937_64 random_;
};

}  // namespace timerlaw::solver
