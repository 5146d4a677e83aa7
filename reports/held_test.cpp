// SPDX-License-Identifier: Apache-2.0
#include "reports/held.h"

#include "reports/results_for_test.h"

namespace timerlaw::reports {
namespace {

Report report_of(const std::string& target, const std::string& release) {
  TargetReport one;
  one.column.name = target;
  one.column.info = finished_run(target);
  one.column.info->facts.release = release;
  one.column.tally.add(accepted_record(0));
  return {{one}};
}

TEST(HeldRules, AreThoseThatWereExercised) {
  const Held held = held_in(report_of("host", "6.18.0"));
  EXPECT_EQ(held, (Held{{"PT-GET-1", {"6.18.0"}}}));
}

TEST(HeldRules, AreNotThoseThatDivergedSomewhere) {
  Report report = report_of("uml:6.12", "6.12.1");
  runner::Record record = accepted_record(1);
  record.verdict = Verdict::diverged;
  record.diverged = {"PT-GET-1"};
  report.targets.front().column.tally.add(record);
  EXPECT_TRUE(held_in(report).empty());
}

TEST(HeldRules, AreNotConfirmedBySandboxesAndEmulators) {
  EXPECT_TRUE(held_in(report_of("gvisor:2024", "4.4.0")).empty());
  EXPECT_TRUE(held_in(report_of("qemu-user:i386", "6.18.0")).empty());
  EXPECT_FALSE(held_in(report_of("qemu:6.1", "6.1.0")).empty());
}

TEST(HeldRules, ReadBackInTheOrderOfVersions) {
  Report report = report_of("uml:6.12", "6.12.1");
  report.targets.push_back(report_of("uml:6.1", "6.1.176").targets.front());
  report.targets.push_back(report_of("qemu:5.10", "5.10.0-32-cloud-amd64").targets.front());
  const Held held = held_in(report);
  EXPECT_EQ(held.at("PT-GET-1"), (std::vector<std::string>{"5.10.0-32-cloud-amd64", "6.1.176", "6.12.1"}));
  const runner::TemporaryFolder folder;
  ASSERT_TRUE(runner::replace_file(folder.path() / kHeldFile, held_text(held)));
  const auto read = read_held(folder.path() / kHeldFile);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, held);
}

TEST(HeldRules, OfAFileWithAnUnknownRuleAreRefusedWithItsLine) {
  const runner::TemporaryFolder folder;
  ASSERT_TRUE(runner::replace_file(folder.path() / kHeldFile, "# so\nNO-SUCH-1 6.1\n"));
  const auto read = read_held(folder.path() / kHeldFile);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().find("held.txt:2:1:"), std::string::npos) << read.error();
}

TEST(HeldRules, NameKernelsByWhatTellsGenerationsApart) {
  EXPECT_EQ(short_release("6.1.0-50-rt-amd64"), "6.1-rt");
  EXPECT_EQ(short_release("6.18.44-fc-v595"), "6.18");
  EXPECT_EQ(short_release("7.3-rc1"), "7.3");
}

}  // namespace
}  // namespace timerlaw::reports
