// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/symbolic.h"

#include <gtest/gtest.h>

#include "model/arithmetic/formulas.h"

namespace timerlaw::solver {
namespace {

using arithmetic::Law;

TEST(Symbolic, ClassesOfEveryFormulaLeaveNoGapAndDoNotOverlap) {
  const Law law{.profile = find_profile("linux-6.15")};
  arithmetic::each_formula([&]<class Formula>(Formula) {
    if (!Formula::exists(law)) {
      return;
    }
    z3::context context;
    const Encoded encoded = encode<Formula>(context, law);
    z3::solver gap(context);
    gap.add(encoded.domain);
    for (const Path& path : encoded.paths) {
      gap.add(path.unknowns.empty() ? !path.condition : context.bool_val(true));
    }
    bool quotients = false;
    for (const Path& path : encoded.paths) {
      quotients = quotients || !path.unknowns.empty();
    }
    if (!quotients) {
      EXPECT_EQ(gap.check(), z3::unsat) << Formula::kName;
    }
  });
}

TEST(Symbolic, AnAlarmThatIsHalfASecondFromTheNextIsAMatterOfOneNanosecond) {
  const Law law{.profile = find_profile("linux-6.15")};
  z3::context context;
  const Encoded encoded = encode<arithmetic::AlarmShown>(context, law);
  const z3::expr left = encoded.unknowns.front();
  for (const auto& [ns, seconds] : {std::pair{"1499999999", 1}, std::pair{"1500000000", 2}}) {
    int found = 0;
    for (const Path& path : encoded.paths) {
      z3::solver solver(context);
      solver.add(encoded.domain && path.condition && left == context.int_val(ns));
      if (solver.check() == z3::sat) {
        ++found;
        EXPECT_EQ(number(solver.get_model().eval(path.outputs.front(), true)), seconds);
      }
    }
    EXPECT_EQ(found, 1);
  }
}

}  // namespace
}  // namespace timerlaw::solver
