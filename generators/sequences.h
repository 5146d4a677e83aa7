// SPDX-License-Identifier: Apache-2.0
// The small alphabets: every sequence up to a small length of what is too costly for the great one, or needs a child of
// its own.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "generators/alphabet.h"
#include "model/trace.h"

namespace timerlaw {

// In a letter party 1 is the one that it makes; in a sequence each letter makes its own.
struct SmallAlphabet {
  std::string_view name;
  Child child = Child::reused;
  std::vector<Step> before;
  std::vector<Letter> letters;
  std::vector<Step> after;
  int longest = 3;
};

std::span<const SmallAlphabet> small_alphabets();

std::uint64_t sequence_count();
Program sequence_at(std::uint64_t index);  // index < sequence_count()

}  // namespace timerlaw
