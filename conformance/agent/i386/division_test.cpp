// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/i386/division.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace timerlaw::agent {
namespace {

void expect_as_the_machine_divides(std::uint64_t dividend, std::uint64_t divisor) {
  const Quotient q = divide(dividend, divisor);
  EXPECT_EQ(q.quotient, dividend / divisor) << dividend << " / " << divisor;
  EXPECT_EQ(q.rest, dividend % divisor) << dividend << " / " << divisor;
}

TEST(Division, NumbersAroundPowersOfTwoAreDividedAsTheMachineDividesThem) {
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 64; ++j) {
      for (const std::uint64_t a : {~std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{1}}) {
        for (const std::uint64_t b : {~std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{1}}) {
          const std::uint64_t divisor = (std::uint64_t{1} << j) + b;
          if (divisor != 0) {
            expect_as_the_machine_divides((std::uint64_t{1} << i) + a, divisor);
          }
        }
      }
    }
  }
}

RC_GTEST_PROP(Division, AnyNumbersAreDividedAsTheMachineDividesThem, (std::uint64_t dividend, std::uint64_t divisor)) {
  const auto shift = *rc::gen::inRange(0, 64);
  divisor >>= shift;
  RC_PRE(divisor != 0);
  const Quotient q = divide(dividend, divisor);
  RC_ASSERT(q.quotient == dividend / divisor);
  RC_ASSERT(q.rest == dividend % divisor);
}

}  // namespace
}  // namespace timerlaw::agent
