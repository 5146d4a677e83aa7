// SPDX-License-Identifier: Apache-2.0
#include "model/arithmetic/formulas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "model/arithmetic/followed.h"

namespace timerlaw::arithmetic {
namespace {

// Ends of the domain, numbers near them, round numbers and numbers of every magnitude.
Wide draw(const Input& input, std::mt19937_64& random) {
  const Wide width = input.hi - input.lo;
  Wide offset = 0;
  switch (random() % 4) {
    case 0:
      offset = static_cast<Wide>(random() % 3);
      break;
    case 1:
      offset = width - static_cast<Wide>(random() % 3);
      break;
    case 2:
      offset = (Wide{1} << (random() % 64)) - input.lo + static_cast<Wide>(random() % 3) - 1;
      break;
    default:
      offset = static_cast<Wide>(random() >> (random() % 64)) - input.lo;
  }
  return offset < 0 || offset > width ? input.lo + static_cast<Wide>(random()) % (width + 1) : input.lo + offset;
}

TEST(Formulas, LeadEveryInputToExactlyOneOutcome) {
  std::mt19937_64 random(1);
  for (const Law& law : laws()) {
    each_formula([&]<class Formula>(Formula) {
      if (!Formula::exists(law)) {
        return;
      }
      const std::vector<Input> inputs = Formula::inputs(law);
      for (int i = 0; i < 500; ++i) {
        std::vector<Wide> values;
        for (const Input& input : inputs) {
          values.push_back(draw(input, random));
        }
        const auto outcomes = follow<Formula>(law, values);
        ASSERT_EQ(outcomes.size(), 1u) << Formula::kName << " " << law.profile->name;
        ASSERT_EQ(outcomes.front().outputs.size(), Formula::kOutputs.size()) << Formula::kName;
      }
    });
  }
}

TEST(Formulas, ComeToTheSameAtEveryTickUnlessTheySayThatTheyCountTicks) {
  std::mt19937_64 random(1);
  each_formula([&]<class Formula>(Formula) {
    for (Law law : laws_of<Formula>()) {
      const std::vector<Input> inputs = Formula::inputs(law);
      for (int i = 0; i < 50 && !CountsTicks<Formula>; ++i) {
        std::vector<Wide> values;
        for (const Input& input : inputs) {
          values.push_back(draw(input, random));
        }
        law.tick = kTicks[0];
        const auto outcomes = follow<Formula>(law, values);
        law.tick = kTicks[1];
        ASSERT_EQ(follow<Formula>(law, values), outcomes) << Formula::kName << " " << law.profile->name;
      }
    }
  });
}

TEST(Formulas, HaveNamesOfTheirOwn) {
  std::vector<std::string_view> names;
  each_formula([&]<class Formula>(Formula) { names.push_back(Formula::kName); });
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Formulas, NameTheBranchesThatTheyTake) {
  const Law law{.profile = find_profile("linux-6.15")};
  const std::vector<Wide> left{1'499'999'999};
  const auto outcomes = follow<AlarmShown>(law, left);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes.front().branches,
            (std::vector<std::string_view>{"ITR-3/running", "ALRM-1/half-up", "ALRM-4/fits"}));
  EXPECT_EQ(outcomes.front().outputs, std::vector<Wide>{1});
}

}  // namespace
}  // namespace timerlaw::arithmetic
