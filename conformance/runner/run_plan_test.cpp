// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/run_plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <utility>

namespace timerlaw::runner {
namespace {

// Numbers its programs by the length of one step's wait.
class Numbered final : public Source {
 public:
  explicit Numbered(std::uint64_t size) : size_(size) {}
  std::string_view name() const override { return "numbered"; }
  std::uint64_t size() const override { return size_; }
  Program at(std::uint64_t index) const override {
    Step step;
    step.value.sec = static_cast<std::int64_t>(index);
    return {Child::reused, {step}};
  }

 private:
  std::uint64_t size_;
};

Part part(std::uint64_t programs, std::uint64_t size = kUnbounded) {
  return {std::make_shared<Numbered>(size), programs};
}

RC_GTEST_PROP(RunPlan, HoldsEveryProgramOfEveryPartOnceAndInItsOrder, ()) {
  const auto sizes = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 60));
  std::vector<Part> parts;
  std::uint64_t total = 0;
  for (const auto size : sizes) {
    parts.push_back(part(size));
    total += size;
  }
  const RunPlan plan(std::move(parts));
  RC_ASSERT(plan.size() == total);
  std::vector<std::uint64_t> next(plan.parts().size(), 0);
  for (std::uint64_t p = 0; p < total; ++p) {
    const Origination from = plan.origin(p);
    RC_ASSERT(from.part < next.size());
    RC_ASSERT(from.index == next[from.part]++);
  }
}

RC_GTEST_PROP(Shard, TheShardsOfAPlanAreAPartitionOfIt, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 200);
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 9);
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Shard shard{i, count};
    for (std::uint64_t n = 0; n < shard.programs(size); ++n) {
      RC_ASSERT(shard.position(n) < size);
      RC_ASSERT(seen.insert(shard.position(n)).second);
    }
  }
  RC_ASSERT(seen.size() == size);
}

TEST(RunPlan, APartIsNeverLongerThanItsSource) {
  EXPECT_EQ(RunPlan({part(10, 3)}).size(), 3u);
}

TEST(RunPlan, APartThatIsAheadIsNotSpread) {
  Part listed = part(2);
  listed.ahead = true;
  const RunPlan plan({part(10), std::move(listed), part(kUnbounded)});
  EXPECT_EQ(plan.size(), kUnbounded);
  EXPECT_EQ(plan.origin(0).part, 0u);
  EXPECT_EQ(plan.origin(1).part, 0u);
  EXPECT_EQ(plan.origin(2).part, 1u);
  EXPECT_EQ(plan.origin(2).index, 0u);
  EXPECT_EQ(plan.origin(12).part, 2u);
}

TEST(RunPlan, AnUnboundedPartComesAfterAllOthers) {
  const RunPlan plan({part(kUnbounded), part(2)});
  EXPECT_EQ(plan.size(), kUnbounded);
  EXPECT_EQ(plan.origin(0).part, 0u);
  EXPECT_EQ(plan.origin(1).part, 0u);
  EXPECT_EQ(plan.origin(2).part, 1u);
  EXPECT_EQ(plan.at(5).steps[0].value.sec, 3);
}

TEST(RunPlan, AThinnedSourceHasOneProgramInSoManyOfAllOfIt) {
  const auto whole = part(10, 10).source;
  const auto thinned = thinned_source(std::make_unique<Numbered>(10), 4);
  EXPECT_EQ(thinned->size(), 3u);
  EXPECT_EQ(thinned->at(2), whole->at(8));
  EXPECT_EQ(thinned->name(), std::string(whole->name()) + "/4");
}

TEST(RunPlan, ASmallPartIsSpreadOverALargeOne) {
  const RunPlan plan({part(100), part(2)});
  std::vector<std::uint64_t> places;
  for (std::uint64_t p = 0; p < plan.size(); ++p)
    if (plan.origin(p).part == 0)
      places.push_back(p);
  EXPECT_EQ(places, (std::vector<std::uint64_t>{50, 101}));
}

}  // namespace
}  // namespace timerlaw::runner
