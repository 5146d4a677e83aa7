// SPDX-License-Identifier: Apache-2.0
// The oracle against the solver, on random traces: true ones, ones with lies, and ones of broken kernels. How many:
// TIMERLAW_COMPARED (docs/oracle-gaps.md).
#include "generators/solver/explain/comparison.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>

#include "conformance/formats/trace_text.h"
#include "generators/solver/explain/gaps.h"

namespace timerlaw::solver {
namespace {

constexpr std::uint64_t kSamples = 1'500;

std::uint64_t samples() {
  const char* asked = std::getenv("TIMERLAW_COMPARED");
  return asked == nullptr ? kSamples : std::strtoull(asked, nullptr, 10);
}

// One side or the other with a fault.
struct Sides {
  ExplainOptions explain{};
  JudgeOptions judge{};
  bool in_order = true;  // as the oracle is told
};

struct Tally {
  std::array<std::uint64_t, 7> of{};
  std::map<std::string, std::uint64_t> gaps;
  std::uint64_t operator[](Comparison c) const { return of[static_cast<std::size_t>(c)]; }
};

template <class Shown>
Tally compare_samples(std::uint64_t count, const Profile& profile, const Sides& sides, const Shown& shown) {
  const TargetFacts facts;
  TargetFacts told = facts;
  told.in_order = sides.in_order;
  Tally tally;
  Judgement judgement;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Sample one = sample(i, profile, facts);
    judge(one.trace, profile, told, sides.judge, judgement);
    const Explanation explanation = explain_trace(one.trace, profile, facts, sides.explain);
    const Compared compared = compare(one.trace, explanation, judgement);
    ++tally.of[static_cast<std::size_t>(compared.comparison)];
    if (compared.comparison == Comparison::gap) {
      ++tally.gaps[compared.gap];
    }
    shown(i, one, compared, explanation);
  }
  return tally;
}

class OracleAgainstSolver : public testing::TestWithParam<std::string_view> {
 protected:
  const Profile& profile_ = *find_profile(GetParam());
};

TEST_P(OracleAgainstSolver, TheOracleRejectsNothingThatTheSolverExplainsAndItsGapsAreJustified) {
  const std::set<std::string> justified = justified_gaps();
  int shown = 0;
  const Tally tally = compare_samples(
      samples(), profile_, {},
      [&](std::uint64_t i, const Sample& one, const Compared& compared, const Explanation& explanation) {
        const bool new_gap = compared.comparison == Comparison::gap && !justified.contains(compared.gap);
        const bool alarm = compared.comparison == Comparison::false_alarm;
        if ((new_gap || alarm || compared.comparison == Comparison::unknown) && ++shown <= 5) {
          ADD_FAILURE() << "sample " << i << ' ' << one.lie << ": "
                        << (alarm     ? "the oracle rejects what the solver explains: "
                            : new_gap ? "a gap that is not justified: "
                                      : "the solver gave up")
                        << compared.divergence << compared.gap << ", refuted at step " << explanation.step << '\n'
                        << to_text(one.trace);
        }
      });
  EXPECT_EQ(tally[Comparison::false_alarm], 0u);
  EXPECT_EQ(tally[Comparison::unknown], 0u);
  EXPECT_EQ(tally[Comparison::outside], 0u);
  EXPECT_GE(tally[Comparison::both_accept], samples() / 4);
  EXPECT_GE(tally[Comparison::both_reject], samples() / 5);
  EXPECT_LE(tally[Comparison::not_judged], samples() / 100);
  RecordProperty("both_accept", std::to_string(tally[Comparison::both_accept]));
  RecordProperty("both_reject", std::to_string(tally[Comparison::both_reject]));
  RecordProperty("not_judged", std::to_string(tally[Comparison::not_judged]));
  for (const auto& [gap, count] : tally.gaps) {
    RecordProperty("gap " + gap, std::to_string(count));
  }
}

constexpr std::uint64_t kForFaults = 200;
constexpr auto kNothing = [](std::uint64_t, const Sample&, const Compared&, const Explanation&) {};

TEST_P(OracleAgainstSolver, ASolverThatLetsTimersFireEarlyIsNoticed) {
  const Sides sides{.explain = {.fires_early_by = {1'000'000}}};
  EXPECT_GT(compare_samples(kForFaults, profile_, sides, kNothing)[Comparison::false_alarm], 0u);
}

TEST_P(OracleAgainstSolver, ASolverThatTakesTimersForLostTooSoonIsNoticed) {
  const Sides sides{.explain = {.liveness_limit = {1}}};
  EXPECT_GT(compare_samples(kForFaults, profile_, sides, kNothing)[Comparison::gap], 0u);
}

TEST_P(OracleAgainstSolver, AnOracleThatTakesTimersForLostTooSoonIsNoticed) {
  const Sides sides{.judge = {.liveness_limit = {1}}};
  EXPECT_GT(compare_samples(kForFaults, profile_, sides, kNothing)[Comparison::false_alarm], 0u);
}

TEST_P(OracleAgainstSolver, AnOracleThatKnowsOfNoOrderIsNoticed) {
  const std::set<std::string> justified = justified_gaps();
  std::uint64_t new_gaps = 0;
  for (const auto& [gap, count] : compare_samples(3 * kForFaults, profile_, {.in_order = false}, kNothing).gaps) {
    new_gaps += count;
  }
  std::uint64_t known = 0;
  for (const auto& [gap, count] : compare_samples(3 * kForFaults, profile_, {}, kNothing).gaps) {
    known += count;
  }
  EXPECT_GT(new_gaps, known);
}

INSTANTIATE_TEST_SUITE_P(Kernels, OracleAgainstSolver, testing::Values("linux-6.12", "linux-6.15"),
                         [](const auto& one) { return one.param == "linux-6.12" ? "Classic" : "Modern"; });

}  // namespace
}  // namespace timerlaw::solver
