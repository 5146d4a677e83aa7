// SPDX-License-Identifier: Apache-2.0
// Sets of states as bits, against sets of states.
#include "model/oracle/possible.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "model/oracle/possible_real.h"

namespace timerlaw {
namespace {

using Numbers = std::set<int>;

Numbers numbers() {
  return *rc::gen::container<Numbers>(rc::gen::inRange(0, kTimerSignals));
}
PossibleSignals possible(const Numbers& states) {
  PossibleSignals result;
  for (const int i : states) {
    result = result | PossibleSignals(timer_signal_at(i));
  }
  return result;
}

TEST(PossibleSignals, IsASetOfStates) {
  EXPECT_TRUE(rc::check([] {
    const Numbers states = numbers();
    const Numbers others = numbers();
    const PossibleSignals bits = possible(states);
    const auto chosen = [&](const TimerSignal& s) { return others.contains(index_of(s)); };
    Numbers both;
    std::ranges::set_intersection(states, others, std::inserter(both, both.end()));
    Numbers either = states;
    either.insert(others.begin(), others.end());
    RC_ASSERT(bits.empty() == states.empty());
    RC_ASSERT(bits.single() == (states.size() == 1));
    RC_ASSERT(bits.any(chosen) == !both.empty());
    RC_ASSERT(bits.all(chosen) == (both == states));
    RC_ASSERT(bits.only(chosen) == possible(both));
    RC_ASSERT((bits | possible(others)) == possible(either));
  }));
}

TEST(PossibleSignals, MapsEachOfItsStates) {
  EXPECT_TRUE(rc::check([] {
    const Numbers states = numbers();
    const auto targets = *rc::gen::container<std::array<int, kTimerSignals>>(rc::gen::inRange(0, kTimerSignals));
    Numbers mapped;
    for (const int i : states) {
      mapped.insert(targets[static_cast<std::size_t>(i)]);
    }
    const PossibleSignals result = possible(states).map(
        [&](const TimerSignal& s) { return timer_signal_at(targets[static_cast<std::size_t>(index_of(s))]); });
    RC_ASSERT(result == possible(mapped));
  }));
}

using RealStates = std::set<std::pair<RealStatus, bool>>;

RealStates states_of(const PossibleReal& bits) {
  RealStates states;
  for (const RealStatus status : {RealStatus::idle, RealStatus::armed, RealStatus::running}) {
    for (const bool queued : {false, true}) {
      if (bits.any([&](const RealSignal& s) { return s.status == status && s.queued == queued; })) {
        states.emplace(status, queued);
      }
    }
  }
  return states;
}

// Any set that is not empty, made from the first state by mapping and uniting.
PossibleReal some_real() {
  const auto kinds = *rc::gen::nonEmpty(rc::gen::container<std::set<int>>(rc::gen::inRange(0, 6)));
  const auto one = [](int kind) {
    return PossibleReal().map([&](const RealSignal&) {
      return RealSignal{static_cast<RealStatus>(kind / 2), kind % 2 != 0};
    });
  };
  PossibleReal result = one(*kinds.begin());
  for (const int kind : kinds) {
    result = result | one(kind);
  }
  return result;
}

TEST(PossibleReal, BeginsIdleWithNothingQueued) {
  EXPECT_EQ(states_of(PossibleReal()), (RealStates{{RealStatus::idle, false}}));
}

TEST(PossibleReal, IsASetOfStates) {
  EXPECT_TRUE(rc::check([] {
    const PossibleReal bits = some_real();
    const RealStates states = states_of(bits);
    const auto queued = [](const RealSignal& s) { return s.queued; };
    RealStates kept;
    RealStates taken;
    for (const auto& [status, is_queued] : states) {
      if (is_queued) {
        kept.emplace(status, is_queued);
      }
      taken.emplace(status, false);
    }
    RC_ASSERT(!bits.empty());
    RC_ASSERT(bits.single() == (states.size() == 1));
    RC_ASSERT(bits.any(queued) == !kept.empty());
    RC_ASSERT(bits.all(queued) == (kept == states));
    RC_ASSERT(states_of(bits.only(queued)) == kept);
    RC_ASSERT(bits.only(queued).empty() == kept.empty());
    RC_ASSERT(states_of(bits.map([](const RealSignal& s) { return RealSignal{s.status, false}; })) == taken);
  }));
}

}  // namespace
}  // namespace timerlaw
