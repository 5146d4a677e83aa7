// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_check.h"

#include <gtest/gtest.h>

namespace timerlaw {
namespace {

TEST(EdgeCheck, EveryWitnessIsInItsClassUnderEveryLaw) {
  for (const EdgeFile& file : edge_corpus()) {
    EXPECT_EQ(check_witnesses(file), std::vector<std::string>{}) << file.formula;
  }
}

TEST(EdgeCheck, EveryFormulaHasItsFile) {
  EXPECT_EQ(missing_formulas(edge_corpus()), std::vector<std::string>{});
}

TEST(EdgeCheck, TellsWhatIsWrong) {
  ASSERT_NE(find_edges("alarm_shown"), nullptr);
  EdgeFile file = *find_edges("alarm_shown");
  Witness& witness = file.groups.front().witnesses.front();
  witness.outputs.front() += 1;
  EXPECT_FALSE(check_witnesses(file).empty());
  witness.outputs.front() -= 1;
  witness.of_class += 1;
  EXPECT_FALSE(check_witnesses(file).empty());
  witness.of_class -= 1;
  EXPECT_TRUE(check_witnesses(file).empty());
  file.groups.pop_back();
  EXPECT_FALSE(check_witnesses(file).empty());
}

}  // namespace
}  // namespace timerlaw
