// SPDX-License-Identifier: Apache-2.0
#include "generators/arbitrary.h"

#include <gtest/gtest.h>

#include "generators/mix.h"
#include "generators/parties.h"
#include "generators/plan.h"
#include "generators/shrink.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

TEST(Arbitrary, StepsKeepUnusedFieldsAtTheirDefaults) {
  EXPECT_TRUE(rc::check("a step is canonical", [](const Step& step) {
    RC_ASSERT(step == steps::canonical(step));
    if (step.op == Op::pending) {
      RC_ASSERT(step == steps::pending());
    }
    if (step.slot != kNoSlot) {
      RC_ASSERT(step.id == 0);
    }
  }));
}

TEST(Arbitrary, StepsShrinkWithTheProgramShrinker) {
  EXPECT_TRUE(rc::check("a shrink of a step costs less", [](std::uint64_t seed) {
    const auto shrinkable = rc::gen::arbitrary<Step>()(rc::Random(seed), rc::kNominalSize);
    auto shrinks = shrinkable.shrinks();
    while (const auto smaller = shrinks.next()) {
      const Program before{.child = Child::reused, .steps = {shrinkable.value()}};
      const Program after{.child = Child::reused, .steps = {smaller->value()}};
      RC_ASSERT(measure(after) < measure(before));
    }
  }));
}

TEST(Arbitrary, ProgramsCanBeRun) {
  EXPECT_TRUE(rc::check("a program waits for nothing in vain",
                        [](const Program& program) { RC_ASSERT(waits_are_bounded(program, kPatience)); }));
  EXPECT_TRUE(rc::check("an agent admits it", [](const Program& program) { RC_ASSERT(admissible(program)); }));
}

}  // namespace
}  // namespace timerlaw
