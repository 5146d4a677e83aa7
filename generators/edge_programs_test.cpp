// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_programs.h"

#include <gtest/gtest.h>

#include "generators/parties.h"
#include "model/arithmetic/formulas.h"

namespace timerlaw {
namespace {

const Capabilities kAll{.set_clock = true, .time_namespaces = true, .time32 = true};

TEST(EdgePrograms, EveryFormulaLeadsToProgramsThatAnAgentAdmits) {
  for (const arithmetic::Law& law : arithmetic::laws()) {
    arithmetic::each_formula([&]<class Formula>(Formula) {
      if (!Formula::exists(law)) {
        return;
      }
      std::vector<Wide> values;
      for (const arithmetic::Input& input : Formula::inputs(law)) {
        values.push_back(std::max<Wide>(input.lo, 1));
      }
      const EdgePrograms made = edge_programs(Formula::kName, values, kAll);
      EXPECT_FALSE(made.programs.empty()) << Formula::kName << ": " << made.skipped;
      for (const EdgeProgram& one : made.programs) {
        EXPECT_TRUE(admissible(one.program)) << Formula::kName;
        EXPECT_LT(one.look, one.program.steps.size());
      }
    });
  }
}

TEST(EdgePrograms, WhatWouldTakeTooLongIsSkippedWithTheReasonUnlessTimeIsVirtual) {
  const std::vector<Wide> inputs{5, 0, 0, Wide{4} * 1'000'000'000};
  EXPECT_TRUE(edge_programs("setitimer_alarm", inputs, kAll).programs.empty());
  EXPECT_FALSE(edge_programs("setitimer_alarm", inputs, kAll).skipped.empty());
  Capabilities virtual_time = kAll;
  virtual_time.virtual_time = true;
  EXPECT_FALSE(edge_programs("setitimer_alarm", inputs, virtual_time).programs.empty());
  const std::vector<Wide> century{5, 0, 0, Wide{3'162'240'000} * 1'000'000'000};
  EXPECT_TRUE(edge_programs("setitimer_alarm", century, virtual_time).programs.empty());
}

TEST(EdgePrograms, ADeadlineInThePastNeedsNoWaiting) {
  const std::vector<Wide> inputs{1, 1, 0, Wide{1} << 31};
  const EdgePrograms made = edge_programs("settime_take", inputs, kAll);
  ASSERT_FALSE(made.programs.empty());
  EXPECT_EQ(made.programs.front().program.steps[1].value.origin, Origin::now);
  EXPECT_EQ(made.programs.front().passed_before, Wide{1} << 31);
}

}  // namespace
}  // namespace timerlaw
