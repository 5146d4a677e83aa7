// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/at_stake.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/selftest/changes.h"
#include "model/calls/checked.h"

namespace timerlaw {
namespace {

bool here(std::string_view id, const Trace& trace, std::size_t i) {
  return std::ranges::any_of(at_stake(), [&](const AtStake& s) { return rule(s.rule).id == id && s.here(trace, i); });
}

TEST(AtStake, EveryEntryNamesAChangeThatExists) {
  for (const AtStake& stake : at_stake()) {
    EXPECT_NE(std::ranges::find(changes(), stake.change, &Change::name), changes().end()) << stake.change;
  }
}

TEST(AtStake, StalenessIsAtStakeWhereAPendingSignalCannotBeTakenAfterASetting) {
  SigSet pending;
  pending.add(kRtMin);
  Trace trace;
  trace.program.steps = {{.op = Op::settime, .slot = 0}, {.op = Op::pending}, {.op = Op::take, .set = kAllSignals}};
  trace.results = {{}, {.pending = pending}, {.ret = -kEagain}};
  EXPECT_TRUE(here("PTM-SET", trace, 2));
  EXPECT_FALSE(here("PTM-DEL", trace, 2));
  EXPECT_TRUE(here("PND-3", trace, 1));
}

TEST(AtStake, TruncationIsAtStakeWhereverAnItimerShowsTime) {
  Trace trace;
  trace.program.steps = {{.op = Op::getitimer}, {.op = Op::gettime, .slot = 0}};
  trace.results = {{.out = Out::written, .frac = 5}, {.out = Out::written, .frac = 5}};
  EXPECT_TRUE(here("CONV-4", trace, 0));
  EXPECT_FALSE(here("CONV-4", trace, 1));
}

TEST(AtStake, AChildOfItsOwnIsAtStakeWherePendingSignalsAreLookedAt) {
  Trace trace;
  trace.program.steps = {{.op = Op::pending}, {.op = Op::fork, .number = 1}, {.op = Op::pending, .party = 1}};
  trace.results = {{}, {}, {}};
  EXPECT_FALSE(here("LIFE-FORK", trace, 0));
  EXPECT_TRUE(here("LIFE-FORK", trace, 2));
}

}  // namespace
}  // namespace timerlaw
