// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "generators/alphabet.h"
#include "generators/fingerprint.h"
#include "generators/parties.h"
#include "generators/plan.h"
#include "generators/products.h"
#include "generators/sequences.h"
#include "generators/source.h"
#include "generators/states.h"

namespace timerlaw {
namespace {

TEST(ExhaustiveSource, SizeIsAllWordsFromAllStatesAndAllProducts) {
  const std::uint64_t n = alphabet().size();
  EXPECT_GE(n, 30U);
  EXPECT_GE(prepared_states().size(), 12U);
  EXPECT_EQ(exhaustive_source()->size(),
            prepared_states().size() * (1 + n + n * n + n * n * n) + product_count() + sequence_count());
}

TEST(ExhaustiveSource, ShortWordsAreAllDifferent) {
  const auto source = exhaustive_source();
  const std::uint64_t n = alphabet().size();
  const std::uint64_t count = prepared_states().size() * (1 + n + n * n);
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < count; ++i) {
    Fingerprint print;
    print.add(source->at(i));
    seen.insert(print.value());
  }
  EXPECT_EQ(seen.size(), count);
}

TEST(ExhaustiveSource, SampledLongWordsAreAllDifferent) {
  const auto source = exhaustive_source();
  const std::uint64_t words = source->size() - product_count() - sequence_count();
  std::set<std::uint64_t> seen;
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < words; i += 37) {
    Fingerprint print;
    print.add(source->at(i));
    seen.insert(print.value());
    ++count;
  }
  EXPECT_EQ(seen.size(), count);
}

TEST(ExhaustiveSource, ProductsAreAllDifferentButWhereAnUnreadableArgumentHidesOthers) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < product_count(); ++i) {
    Fingerprint print;
    print.add(product_at(i));
    seen.insert(print.value());
  }
  EXPECT_GE(seen.size() * 10, product_count() * 9);
}

// When this fails because the programs were meant to change: raise kGeneratorVersion, then put the new value here.
TEST(ExhaustiveSource, ProgramsOfThisGeneratorVersionAreFixedForEver) {
  const auto source = exhaustive_source();
  Fingerprint print;
  for (std::uint64_t i = 0; i < source->size(); i += 101) {
    print.add(source->at(i));
  }
  EXPECT_EQ(print.value(), 12346721503481112448U);
}

TEST(ExhaustiveSource, NoProgramWaitsLongerThanAFewHundredMicroseconds) {
  const auto source = exhaustive_source();
  for (std::uint64_t i = 0; i < source->size() - sequence_count(); i += 11) {
    EXPECT_TRUE(waits_are_bounded(source->at(i), {200'000})) << "program " << i;
  }
  for (std::uint64_t i = 0; i < product_count(); ++i) {
    EXPECT_TRUE(waits_are_bounded(product_at(i), {200'000})) << "product " << i;
  }
}

TEST(ExhaustiveSource, EveryProgramIsAdmissible) {
  const auto source = exhaustive_source();
  for (std::uint64_t i = 0; i < source->size(); i += 13) {
    EXPECT_TRUE(admissible(source->at(i))) << "program " << i;
  }
  for (std::uint64_t i = 0; i < product_count(); ++i) {
    EXPECT_TRUE(admissible(product_at(i))) << "product " << i;
  }
}

TEST(ExhaustiveSource, EveryWordEndsWithTheObservations) {
  const auto source = exhaustive_source();
  const auto tail = observations();
  for (const std::uint64_t i :
       {std::uint64_t{0}, std::uint64_t{12345}, source->size() - product_count() - sequence_count() - 1}) {
    const Program program = source->at(i);
    EXPECT_TRUE(std::equal(tail.rbegin(), tail.rend(), program.steps.rbegin())) << "program " << i;
  }
}

}  // namespace
}  // namespace timerlaw
