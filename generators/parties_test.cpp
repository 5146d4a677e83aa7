// SPDX-License-Identifier: Apache-2.0
#include "generators/parties.h"

#include <gtest/gtest.h>

#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;

bool admitted(std::initializer_list<Step> steps) {
  return admissible({.child = Child::fresh, .steps = steps});
}

TEST(Parties, OnlyAPartyThatWasMadeActs) {
  EXPECT_TRUE(admitted({pending()}));
  EXPECT_FALSE(admitted({by(1, pending())}));
  EXPECT_TRUE(admitted({thread(1), by(1, pending()), pending(), by(1, pending())}));
  EXPECT_FALSE(admitted({thread(1), thread(1)}));
  EXPECT_FALSE(admitted({thread(0)}));
  EXPECT_FALSE(admitted({thread(kParties)}));
}

TEST(Parties, NobodyActsAfterItsEnd) {
  EXPECT_TRUE(admitted({thread(1), by(1, exit()), pending()}));
  EXPECT_FALSE(admitted({thread(1), by(1, exit()), by(1, pending())}));
  EXPECT_TRUE(admitted({thread(1), exit(), by(1, pending())}));
  EXPECT_FALSE(admitted({thread(1), exit(), pending()}));
  EXPECT_FALSE(admitted({exit()}));
}

TEST(Parties, AForkIsWholeAndItsParentWaits) {
  EXPECT_TRUE(admitted({fork(1), by(1, pending()), by(1, exit()), pending()}));
  EXPECT_FALSE(admitted({fork(1), by(1, pending())}));
  EXPECT_FALSE(admitted({fork(1), pending(), by(1, exit())}));
  EXPECT_FALSE(admitted({fork(1), by(1, exit()), by(1, pending())}));
  EXPECT_TRUE(admitted({fork(1), by(1, thread(2)), by(2, pending()), by(1, exit())}));
  EXPECT_FALSE(admitted({thread(1), fork(2), by(1, pending()), by(2, exit())}));
  EXPECT_TRUE(admitted({fork(1), by(1, fork(2)), by(2, exit()), by(1, exit())}));
}

TEST(Parties, ExecEndsTheOtherThreads) {
  EXPECT_TRUE(admitted({thread(1), exec(), pending()}));
  EXPECT_FALSE(admitted({thread(1), exec(), by(1, pending())}));
}

TEST(Parties, AReusedChildDoesNothingThatItCannotTakeBack) {
  for (const Step& step : {thread(1), exec(), restore(1), limit(kLimitSigpending, 1), timens({1}, {1})}) {
    EXPECT_FALSE(admissible({.child = Child::reused, .steps = {step}}));
    EXPECT_TRUE(admissible({.child = Child::fresh, .steps = {step}}));
  }
}

}  // namespace
}  // namespace timerlaw
