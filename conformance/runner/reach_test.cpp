// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/reach.h"

#include <gtest/gtest.h>

namespace timerlaw::runner {
namespace {

RunInfo host() {
  RunInfo info;
  info.target = "host";
  info.twins = 50;
  info.facts.machine = "x86_64";
  info.facts.abi = "x86_64";
  info.facts.tainted = 0;
  return info;
}

std::string_view why(const char* id, const RunInfo& info) {
  return out_of_reach(*find_rule(id), info);
}

TEST(Reach, IsLimitedByWhatTheTargetHas) {
  EXPECT_EQ(why("ITR-3", host()), "");
  EXPECT_EQ(why("C32-1", host()), "another ABI than i386");
  EXPECT_EQ(why("CLK-5", host()), "no right to make time namespaces");
  EXPECT_EQ(why("CLK-1", host()), "may not set the clock (--allow-set-clock)");
  RunInfo still = host();
  still.facts.cpu_time = false;
  EXPECT_EQ(why("CPU-2", still), "CPU time stands still (it counts under uml:NAME+cpu)");
  EXPECT_EQ(why("CPU-2", host()), "");
}

TEST(Reach, OfTwinsNeedsASecondAbiOrAnyTwinAtAll) {
  EXPECT_EQ(why("TWIN-ABI", host()), "");
  RunInfo i386 = host();
  i386.facts.abi = "i386";
  EXPECT_NE(why("TWIN-ABI", i386), "");
  EXPECT_EQ(why("C32-1", i386), "");
  RunInfo none = host();
  none.twins = 0;
  EXPECT_EQ(why("TWIN-CLOCK", none), "--twins 0");
}

}  // namespace
}  // namespace timerlaw::runner
