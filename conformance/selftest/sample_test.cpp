// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/sample.h"

#include <gtest/gtest.h>

#include <set>

namespace timerlaw {
namespace {

class Counted : public Source {
 public:
  explicit Counted(std::uint64_t size) : size_(size) {}
  std::string_view name() const override { return "counted"; }
  std::uint64_t size() const override { return size_; }
  Program at(std::uint64_t) const override { return {}; }

 private:
  std::uint64_t size_;
};

TEST(Sample, OfAnEndlessSourceTakesTheFirst) {
  const Sample sample = take_sample(Counted(kUnbounded), 3);
  ASSERT_EQ(sample.programs.size(), 3u);
  EXPECT_EQ(sample.programs[2].index, 2u);
}

TEST(Sample, OfASourceThatEndsMeetsEveryProgramOnce) {
  for (const std::uint64_t size : {1u, 2u, 6u, 30u, 997u}) {
    std::set<std::uint64_t> met;
    for (const SampledProgram& program : take_sample(Counted(size), size + 5).programs) {
      EXPECT_TRUE(met.insert(program.index).second);
    }
    EXPECT_EQ(met.size(), size);
  }
}

TEST(Sample, OfALargeSourceIsSpreadOverAllOfIt) {
  const Sample sample = take_sample(Counted(900'000), 3);
  EXPECT_EQ(sample.programs[0].index, 0u);
  EXPECT_GT(sample.programs[1].index, 300'000u);
}

}  // namespace
}  // namespace timerlaw
