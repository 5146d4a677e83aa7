// SPDX-License-Identifier: Apache-2.0
// A lab of two shell scripts: what is asked of it, and what its answers become.
#include "conformance/target/lab.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "conformance/runner/temporary_folder_for_test.h"
#include "conformance/target/session.h"

namespace timerlaw {
namespace {

namespace fs = std::filesystem;

class Lab : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TIMERLAW_LAB", folder_.path().c_str(), 1);
    script("boot.sh", "shift 2; exec \"$@\"");
    list(
        "uml-6.1\\tuml\\tready\\t/k/linux\\tget uml-6.1\\n"
        "gvisor-2022\\tgvisor\\tready\\t/g/2022\\tget gvisor-2022\\n"
        "gvisor-2024\\tgvisor\\tmissing\\t\\tkernel.sh get gvisor-2024\\n");
  }
  void TearDown() override { unsetenv("TIMERLAW_LAB"); }
  void script(const std::string& name, const std::string& body) const {
    std::ofstream(folder_.path() / name) << "#!/bin/sh\n" << body << "\n";
    fs::permissions(folder_.path() / name, fs::perms::owner_all);
  }
  void list(const std::string& lines) const { script("kernel.sh", "[ \"$1\" = list ] && printf '" + lines + "'"); }
  static Expected<std::vector<std::string>> command(const std::string& target) {
    return lab_command(*parse_target(target), {"/a/agent", "--cpu", "1"});
  }
  static std::string error(const std::string& target) {
    const auto made = command(target);
    return made ? "it was made" : made.error();
  }

  const runner::TemporaryFolder folder_;
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Lab, AKernelOfTheLabIsBootedByItsNameWithTheAgent) {
  EXPECT_EQ(*command("uml:6.1"), (std::vector<std::string>{(folder_.path() / "boot.sh").string(), "uml", "uml-6.1",
                                                           "/a/agent", "--cpu", "1"}));
}

TEST_F(Lab, AnotherPaceIsAskedForInFront) {
  const auto made = command("uml:6.1+cpu");
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(std::vector<std::string>(made->begin() + 1, made->begin() + 4),
            (std::vector<std::string>{"--time", "cpu", "uml"}));
}

TEST_F(Lab, AKernelOfTheUsersOwnIsBootedByItsWholePath) {
  std::ofstream(folder_.path() / "linux") << "a kernel\n";
  const auto made = command("uml:" + (folder_.path() / "linux").string());
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ((*made)[1], "uml");
  EXPECT_EQ((*made)[2], (folder_.path() / "linux").string());
  EXPECT_TRUE(says(error("qemu:./no/bzImage"), "no kernel './no/bzImage'"));
}

TEST_F(Lab, WhatOthersNeedIsNoTarget) {
  const auto is_target = [](const std::string& name, const std::string& kind) {
    return runs_programs({name, kind, true, "", ""});
  };
  EXPECT_TRUE(is_target("uml-6.1", "uml"));
  EXPECT_TRUE(is_target("uml-stock", "uml-stock"));
  EXPECT_TRUE(is_target("qemu-user-i386", "qemu-user"));
  EXPECT_FALSE(is_target("qemu", "qemu-system"));
  EXPECT_FALSE(is_target("agents", "build"));
}

TEST_F(Lab, GvisorAloneIsTheLastOneThatIsReady) {
  EXPECT_EQ((*command("gvisor"))[2], "gvisor-2022");
}

TEST_F(Lab, WhatIsMissingIsAnErrorWithTheCommandThatGetsIt) {
  EXPECT_TRUE(says(error("gvisor:2024"), "run `kernel.sh get gvisor-2024`")) << error("gvisor:2024");
}

TEST_F(Lab, AnUnknownNameIsAnErrorWithTheNamesThereAre) {
  EXPECT_TRUE(says(error("uml:9.9"), "no uml-9.9; it has uml-6.1, gvisor-2022, gvisor-2024")) << error("uml:9.9");
}

TEST_F(Lab, AListThatCannotBeReadIsAnErrorWithWhatStoodThere) {
  list("uml-6.1 uml ready\\n");
  EXPECT_TRUE(says(error("uml:6.1"), "found `uml-6.1 uml ready`")) << error("uml:6.1");
  script("kernel.sh", "echo no room >&2; exit 3");
  EXPECT_TRUE(says(error("uml:6.1"), "exit status 3") && says(error("uml:6.1"), "no room")) << error("uml:6.1");
}

TEST_F(Lab, AFolderWithoutScriptsIsNoLab) {
  fs::remove(folder_.path() / "boot.sh");
  EXPECT_TRUE(says(error("uml:6.1"), "TIMERLAW_LAB=" + folder_.path().string())) << error("uml:6.1");
}

TEST_F(Lab, ATargetOfTheLabRunsPrograms) {
  SessionOptions options;
  options.agent = TIMERLAW_TEST_AGENT;
  options.target = "uml:6.1";
  const auto session = Session::start(options);
  ASSERT_TRUE(session) << session.error();
  EXPECT_FALSE((*session)->facts().release.empty());
}

TEST_F(Lab, AKernelThatDoesNotBootIsAnErrorWithItsLastWordsAndTheCommandToSeeThem) {
  script("boot.sh", "echo 'Kernel panic - not syncing: no init found' >&2; exit 1");
  SessionOptions options;
  options.agent = TIMERLAW_TEST_AGENT;
  options.target = "uml:6.1";
  const auto session = Session::start(options);
  ASSERT_FALSE(session);
  EXPECT_TRUE(says(session.error(), "'uml:6.1'") && says(session.error(), "no init found") &&
              says(session.error(), "to see it start: " + (folder_.path() / "boot.sh").string() + " uml uml-6.1"))
      << session.error();
}

}  // namespace
}  // namespace timerlaw
