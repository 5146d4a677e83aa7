// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/machine.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace timerlaw::lab {
namespace {

// A User-Mode kernel makes a folder for itself and leaves it behind: where nobody can, not even root.
TEST(Machine, AUserModeKernelLeavesNoFolderBehind) {
  Machine machine;
  machine.kind = "uml";
  const std::vector<std::string> command = command_of(machine, "root.cpio", "mailbox");
  const std::string key = "uml_dir=";
  const auto found = std::ranges::find_if(command, [&](const std::string& word) { return word.starts_with(key); });
  ASSERT_NE(found, command.end());
  EXPECT_NE(mkdir((found->substr(key.size()) + "one").c_str(), 0700), 0);
  EXPECT_EQ(errno, ENOTDIR);
}

}  // namespace
}  // namespace timerlaw::lab
