// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/target_spec.h"

#include <gtest/gtest.h>

namespace timerlaw {
namespace {

TEST(TargetSpec, TheHostAndACommandAreWhatTheySay) {
  EXPECT_EQ(parse_target("host")->kind, TargetKind::host);
  const auto command = parse_target("cmd:uml-run x:y/z");
  EXPECT_EQ(command->kind, TargetKind::command);
  EXPECT_EQ(command->command, "uml-run x:y/z");
}

TEST(TargetSpec, ANameIsTheLabsAndASlashMakesAPath) {
  EXPECT_EQ(parse_target("uml:6.12")->lab_name, "uml-6.12");
  EXPECT_EQ(parse_target("uml:6.12")->kernel, "");
  EXPECT_EQ(parse_target("qemu:6.1-rt")->lab_name, "qemu-6.1-rt");
  EXPECT_EQ(parse_target("uml:./linux")->kernel, "./linux");
  EXPECT_EQ(parse_target("uml:./linux")->lab_name, "");
  EXPECT_EQ(parse_target("qemu:/boot/my:image")->kernel, "/boot/my:image");
}

TEST(TargetSpec, TheLabsOwnNamesAreUnderstood) {
  for (const std::string name : {"uml-6.12", "uml-stock", "qemu-6.1-rt", "gvisor-2022", "qemu-user-i386"})
    EXPECT_EQ(parse_target(name)->lab_name, name);
  EXPECT_EQ(parse_target("qemu-user-i386")->kind, TargetKind::qemu_user);
  EXPECT_EQ(parse_target("qemu-user-i386")->abi, "i386");
}

TEST(TargetSpec, AUserModeKernelMayRunAtAnotherPace) {
  EXPECT_EQ(parse_target("uml:6.12")->pace, "");
  EXPECT_EQ(parse_target("uml:6.12+cpu")->pace, "cpu");
  EXPECT_EQ(parse_target("uml:6.12+cpu")->lab_name, "uml-6.12");
  EXPECT_EQ(parse_target("uml-6.12+real")->lab_name, "uml-6.12");
  EXPECT_EQ(parse_target("uml:./linux+real")->kernel, "./linux");
  EXPECT_FALSE(parse_target("uml:6.12+fast"));
  EXPECT_FALSE(parse_target("qemu:6.12+cpu"));
}

TEST(TargetSpec, WhatMayBeLeftOutHasADefault) {
  EXPECT_EQ(parse_target("gvisor")->lab_name, "gvisor");
  EXPECT_EQ(parse_target("gvisor:2022")->lab_name, "gvisor-2022");
  EXPECT_EQ(parse_target("qemu-user")->abi, own_abi());
  EXPECT_EQ(parse_target("qemu-user:aarch64")->lab_name, "qemu-user-aarch64");
}

TEST(TargetSpec, OnlyAnInfinitelyFastVirtualMachinePromisesABound) {
  TargetFacts facts;
  EXPECT_LT(promised_lateness(TargetKind::uml, facts).ns, 0);
  facts.virtual_time = true;
  EXPECT_LT(promised_lateness(TargetKind::uml, facts).ns, 0);
  facts.cpu_time = false;
  EXPECT_GT(promised_lateness(TargetKind::uml, facts).ns, 0);
  EXPECT_LT(promised_lateness(TargetKind::command, facts).ns, 0);
}

TEST(TargetSpec, AMistakeIsNamedWithWhatIsExpected) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "expected host"},      {"vm", "expected host"},      {"linux", "timerlaw targets"}, {"cmd:", "behind cmd:"},
      {"uml:", "uml:./linux"},    {"uml", "uml:./linux"},       {"qemu:", "qemu:./bzImage"},   {"uml:6 1", "a name"},
      {"gvisor:", "gvisor:2024"}, {"host:1", "nothing behind"}, {"qemu-user:", "architecture"}};
  for (const auto& [text, says] : cases) {
    const auto spec = parse_target(text);
    ASSERT_FALSE(spec) << text;
    EXPECT_NE(spec.error().find("target '" + std::string(text) + "'"), std::string::npos) << spec.error();
    EXPECT_NE(spec.error().find(says), std::string::npos) << spec.error();
  }
}

TEST(TargetSpec, OnlyMachinesThatAreStartedHaveAClockOfTheirOwn) {
  for (const char* target : {"uml:6.12", "uml:./linux", "qemu:7.2"})
    EXPECT_TRUE(has_a_clock_of_its_own(target)) << target;
  for (const char* target : {"host", "gvisor", "qemu-user", "cmd:ssh board", "nonsense"})
    EXPECT_FALSE(has_a_clock_of_its_own(target)) << target;
}

TEST(TargetSpec, AgentsAtOnceAreAsManyAsWaitMostOfTheTime) {
  EXPECT_EQ(usual_jobs(TargetKind::host, 6), 12u);
  EXPECT_EQ(usual_jobs(TargetKind::qemu, 0), 1u);
  EXPECT_EQ(usual_jobs(TargetKind::gvisor, 2), 32u);
  EXPECT_EQ(usual_jobs(TargetKind::qemu_user, 2), 32u);
}

}  // namespace
}  // namespace timerlaw
