// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "conformance/corpus/directed.h"
#include "conformance/selftest/kills.h"
#include "conformance/selftest/selftest.h"
#include "model/calls/jiffies.h"

namespace timerlaw {
namespace {

const Step kCreate{.op = Op::create, .out = Pointer::ok, .slot = 0, .clock = 1, .number = kRtMin};
const Step kGettime{.op = Op::gettime, .out = Pointer::ok, .slot = 0};

Recorded recorded(std::vector<Step> steps, std::string_view mutant = "") {
  SimulatorOptions options;
  for (std::size_t i = 0; i < mutants().size(); ++i) {
    options.mutant = mutants()[i].name == mutant ? static_cast<int>(i) : options.mutant;
  }
  return {usual_machine().facts,
          simulate({Child::reused, std::move(steps)}, *usual_machine().profile, usual_machine().facts, options)};
}

std::string table(const std::vector<Recorded>& traces, int expected_status) {
  std::ostringstream out;
  std::ostringstream progress;
  EXPECT_EQ(run_law_selftest(traces, *usual_machine().profile, {}, out, progress), expected_status) << progress.str();
  return out.str();
}

TEST(LawSelftest, ARuleWhoseChangesAreRejectedIsTested) {
  const std::string text = table({recorded({kCreate, kGettime})}, 0);
  EXPECT_EQ(text.find("| ID-1 | 0 | 0 | not tested"), std::string::npos) << text;
}

TEST(LawSelftest, ARuleThatNoTraceMeetsIsNotTested) {
  const std::string text = table({recorded({kCreate, kGettime})}, 0);
  EXPECT_NE(text.find("| ALRM-4 | 0 | 0 | not tested |"), std::string::npos) << text;
}

TEST(LawSelftest, ATraceThatDivergesIsNotUsed) {
  const Step invalid{.op = Op::settime, .out = Pointer::ok, .slot = 0, .value = {10, 1'000'000'000}};
  EXPECT_EQ(table({recorded({kCreate, invalid}, "nsec-limit-inclusive")}, 4), "");
}

TEST(LawSelftest, NoKernelOfJiffiesCanBeHadSoItsLawIsTestedOnSimulatedTraces) {
  const Profile& profile = *find_profile("linux-2.0");
  TargetFacts facts;
  facts.tick = kJiffy;
  const auto source = directed_source();
  std::vector<Recorded> traces;
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    traces.push_back({facts, simulate(source->at(i), profile, facts, {})});
  }
  std::ostringstream out;
  std::ostringstream progress;
  EXPECT_EQ(run_law_selftest(traces, profile, {}, out, progress), 0) << progress.str();
  for (const char* rule : {"L20-3", "L20-4", "L20-6", "L20-7"}) {
    const std::size_t row = out.str().find(std::string("| ") + rule + " |");
    ASSERT_NE(row, std::string::npos) << rule;
    const std::string line = out.str().substr(row, out.str().find('\n', row) - row);
    EXPECT_EQ(line.find("not tested"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace timerlaw
