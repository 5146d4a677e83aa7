// SPDX-License-Identifier: Apache-2.0
#include "generators/sequences.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "generators/fingerprint.h"
#include "generators/parties.h"
#include "generators/plan.h"

namespace timerlaw {
namespace {

TEST(Sequences, AreAllDifferentAndFew) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < sequence_count(); ++i) {
    Fingerprint print;
    print.add(sequence_at(i));
    seen.insert(print.value());
  }
  EXPECT_EQ(seen.size(), sequence_count());
  EXPECT_LT(sequence_count(), 10'000U);
}

TEST(Sequences, AreAdmissibleAndShortOfWaits) {
  for (std::uint64_t i = 0; i < sequence_count(); ++i) {
    EXPECT_TRUE(admissible(sequence_at(i))) << i;
    EXPECT_TRUE(waits_are_bounded(sequence_at(i), kLongestBurn)) << i;
  }
}

TEST(Sequences, EveryLetterStandsAloneOnce) {
  for (const SmallAlphabet& alphabet : small_alphabets()) {
    for (const Letter& letter : alphabet.letters) {
      Program alone{.child = alphabet.child, .steps = alphabet.before};
      alone.steps.insert(alone.steps.end(), letter.begin(), letter.end());
      alone.steps.insert(alone.steps.end(), alphabet.after.begin(), alphabet.after.end());
      bool found = false;
      for (std::uint64_t i = 0; i < sequence_count() && !found; ++i) {
        found = sequence_at(i) == alone;
      }
      EXPECT_TRUE(found) << alphabet.name;
    }
  }
}

}  // namespace
}  // namespace timerlaw
