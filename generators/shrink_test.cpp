// SPDX-License-Identifier: Apache-2.0
#include "generators/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generators/arbitrary.h"
#include "generators/mix.h"
#include "generators/parties.h"
#include "generators/plan.h"
#include "generators/source.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

using namespace steps;

// The smallest program, by greedy descent, that still satisfies `keeps`.
template <class Keeps>
Program shrunk(Program program, Keeps keeps) {
  for (;;) {
    const std::vector<Program> candidates = shrink_candidates(program);
    const auto next = std::ranges::find_if(candidates, keeps);
    if (next == candidates.end()) {
      return program;
    }
    program = *next;
  }
}

TEST(Shrink, EveryCandidateIsSmallerAndWaitsForNothingInVain) {
  const auto source = random_source(1);
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Program program = source->at(i);
    for (const Program& candidate : shrink_candidates(program)) {
      EXPECT_LT(measure(candidate), measure(program)) << "program " << i;
      EXPECT_TRUE(waits_are_bounded(candidate, kPatience)) << "program " << i;
    }
  }
}

TEST(Shrink, EveryCandidateOfAProgramWithPartiesIsAdmissible) {
  const auto source = random_source(1);
  int tried = 0;
  for (std::uint64_t i = 0; tried < 100; ++i) {
    const Program program = source->at(i);
    const auto makes = [](const Step& s) { return s.op == Op::thread || s.op == Op::fork; };
    if (std::ranges::none_of(program.steps, makes)) {
      continue;
    }
    ++tried;
    const std::vector<Program> candidates = shrink_candidates(program);
    EXPECT_TRUE(std::ranges::all_of(candidates, admissible)) << "program " << i;
    const auto parties = std::ranges::count_if(program.steps, makes);
    EXPECT_TRUE(std::ranges::any_of(
        candidates, [&](const Program& p) { return std::ranges::count_if(p.steps, makes) == parties - 1; }))
        << "program " << i;
  }
}

TEST(Shrink, AThreadGoesAsAWholeOrBecomesItsMaker) {
  Step make = create(0, ClockId{party_clock(1, 6)}, kNotifyThreadId, kRtMin);
  make.tid = party_tid(1);
  const Program program{.child = Child::fresh, .steps = {thread(1), make, by(1, gettime(0)), pending(), by(1, exit())}};
  const std::vector<Program> candidates = shrink_candidates(program);
  EXPECT_EQ(std::ranges::count(candidates, Program{.child = Child::fresh, .steps = {pending()}}), 1);
  Step own = make;
  own.tid = kSelfTid;
  own.clock = party_clock(0, 6);
  EXPECT_EQ(std::ranges::count(candidates, Program{.child = Child::fresh, .steps = {own, gettime(0), pending()}}), 1);
}

TEST(Shrink, EndsAtTheEmptyProgramIfAllIsKept) {
  const auto source = random_source(2);
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_TRUE(shrunk(source->at(i), [](const Program&) { return true; }).steps.empty());
  }
}

TEST(Shrink, EndsForEveryProgramWhateverIsKept) {
  const auto source = random_source(4);
  for (std::uint64_t i = 0; i < 30; ++i) {
    const Program program = source->at(i);
    const std::size_t size = program.steps.size();
    const Program least = shrunk(program, [size](const Program& p) { return p.steps.size() == size; });
    EXPECT_EQ(least.steps.size(), size);
  }
}

TEST(Shrink, FindsTheTwoStepsThatMatter) {
  const auto source = random_source(1);
  const auto matters = [](const Program& p) {
    const auto armed = [](const Step& s) { return s.op == Op::settime && s.slot >= 0 && s.interval.frac >= 20'000; };
    const auto arm = std::ranges::find_if(p.steps, armed);
    return std::any_of(arm, p.steps.end(), [](const Step& s) { return s.op == Op::gettime; });
  };
  int tried = 0;
  for (std::uint64_t i = 0; tried < 20; ++i) {
    const Program program = source->at(i);
    if (!matters(program)) {
      continue;
    }
    ++tried;
    const Program least = shrunk(program, matters);
    ASSERT_EQ(least.steps.size(), 2U);
    EXPECT_EQ(least.steps[0].value, TimeArg{});
    EXPECT_EQ(least.steps[0].interval.frac % 10'000, 0);
    EXPECT_EQ(least.steps[0].out, Pointer::null);
  }
}

TEST(Shrink, ASimplerStepIsNeverTheStepItself) {
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Draw draw(rc::Random(rc::Random::Key{i, 0, 0, 0}));
    const Op op = arbitrary_op(draw);
    const Step step = arbitrary_step(draw, op, 4);
    const std::vector<Step> simpler = simpler_steps(step);
    EXPECT_EQ(std::ranges::count(simpler, step), 0);
    EXPECT_TRUE(std::ranges::all_of(simpler, [&](const Step& s) { return s.op == step.op && s == canonical(s); }));
  }
}

TEST(Shrink, AWaitInVainThatWasThereMayStay) {
  const Program program{.child = Child::fresh, .steps = {pending(), take(kAllSignals, {kSecond})}};
  const auto candidates = shrink_candidates(program);
  const Program least{.child = Child::fresh, .steps = {take(kAllSignals, {kSecond})}};
  EXPECT_TRUE(std::ranges::count(candidates, least) == 1);
}

}  // namespace
}  // namespace timerlaw
