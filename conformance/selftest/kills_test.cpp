// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/kills.h"

#include <gtest/gtest.h>

#include <sstream>

#include "conformance/selftest/selftest.h"

namespace timerlaw {
namespace {

int mutant_named(std::string_view name) {
  for (std::size_t i = 0; i < mutants().size(); ++i) {
    if (mutants()[i].name == name) {
      return static_cast<int>(i);
    }
  }
  return kNoMutant;
}

// One timer on MONOTONIC, set twice: the second old value shows the first deadline.
Sample set_twice() {
  const Step create{.op = Op::create, .out = Pointer::ok, .slot = 0, .clock = 1, .number = kRtMin};
  const Step set{.op = Op::settime, .out = Pointer::ok, .slot = 0, .value = {10, 0}, .interval = {3, 0}};
  return {"fixed", {{0, {}}, {1, {Child::reused, {create, set, set}}}}};
}

TEST(Kills, CountsTheProgramsUpToTheOneThatShowsTheFault) {
  const int mutant = mutant_named("old-interval-is-zero");
  EXPECT_EQ(programs_to_kill(set_twice(), 10, {300}, mutant, 1), 2u);
}

TEST(Kills, AFaultThatNoProgramShowsSurvives) {
  EXPECT_EQ(programs_to_kill(set_twice(), 10, {300}, mutant_named("alarm-truncates"), 1), std::nullopt);
}

TEST(Kills, EveryMutantHasAMachineOnWhichItShows) {
  for (const Mutant& mutant : mutants()) {
    EXPECT_NE(machine_of(mutant).profile, nullptr) << mutant.name;
  }
}

TEST(Kills, TheUnbrokenKernelSurvives) {
  EXPECT_EQ(programs_to_kill(set_twice(), 10, {300}, kNoMutant, 1), std::nullopt);
}

TEST(Kills, OnlyTheNarrowWidthsCountForAMutantToBeKilled) {
  MutantRow row{mutants()[0], {Kills{std::nullopt, std::nullopt, 5}}};
  EXPECT_FALSE(row.killed_at_a_narrow_width());
  row.kills[0][1] = 7;
  EXPECT_TRUE(row.killed_at_a_narrow_width());
}

TEST(Kills, TheTableHasARowForEveryMutantAndAColumnForEveryGenerator) {
  const MutantRow row{{"a-fault", "overrun", "is wrong"}, {Kills{1, std::nullopt, 12}}};
  const std::string table = kill_table({"random"}, {row}, 50);
  EXPECT_NE(table.find("| overrun | `a-fault` | 1 / – / 12 | is wrong |\n"), std::string::npos) << table;
}

TEST(Selftest, KillsAMutantAndSaysSo) {
  SelftestOptions options;
  options.programs = 500;
  options.clean_programs = 20;
  options.mutants = {"remaining-one-us-more"};
  std::ostringstream out;
  std::ostringstream progress;
  EXPECT_EQ(run_selftest(options, out, progress), 0) << out.str() << progress.str();
  EXPECT_NE(out.str().find("1 of 1 mutants killed"), std::string::npos);
}

TEST(Selftest, GivesTheSameTableForAnyNumberOfJobs) {
  SelftestOptions options;
  options.programs = 30;
  options.clean_programs = 20;
  options.mutants = {"newest-first", "alarm-truncates", "mask-lost"};
  std::ostringstream one;
  std::ostringstream three;
  std::ostringstream progress;
  run_selftest(options, one, progress);
  options.jobs = 3;
  run_selftest(options, three, progress);
  EXPECT_EQ(one.str(), three.str());
}

TEST(Selftest, NamesAMutantThatDoesNotExist) {
  SelftestOptions options;
  options.mutants = {"no-such-fault"};
  std::ostringstream out;
  std::ostringstream progress;
  EXPECT_EQ(run_selftest(options, out, progress), 2);
  EXPECT_NE(progress.str().find("'no-such-fault'"), std::string::npos);
}

}  // namespace
}  // namespace timerlaw
