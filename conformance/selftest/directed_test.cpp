// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/directed.h"

#include <gtest/gtest.h>

#include "conformance/selftest/kills.h"

namespace timerlaw {
namespace {

TEST(Directed, EveryProgramRunsToItsEndAndConforms) {
  const Sample sample = take_sample(*directed_source(), 100);
  for (std::size_t i = 0; i < sample.programs.size(); ++i) {
    for (const BracketWidth& width : kBracketWidths) {
      const Trace trace = simulate(sample.programs[i].program, profiles().front(), simulated_facts(),
                                   simulation(sample, i, width.width, kNoMutant, 1));
      EXPECT_EQ(trace.ending, Ending::done) << i;
    }
  }
  for (const BracketWidth& width : kBracketWidths) {
    EXPECT_EQ(programs_to_kill(sample, 100, width.width, kNoMutant, 1, profiles().front()), std::nullopt);
  }
}

}  // namespace
}  // namespace timerlaw
