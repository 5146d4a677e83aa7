// SPDX-License-Identifier: Apache-2.0
// A root file system in memory, in the format that kernels unpack at boot (cpio, "newc").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/expected.h"

namespace timerlaw::lab {

class Initramfs {
 public:
  Initramfs();  // with /dev, and the console that process 1 is started with
  void add_folder(const std::string& name);
  // An executable file with the content of `source`. Errors name it.
  Status add_file(const std::string& name, const std::string& source);
  // A file descriptor of the finished archive, which others can open as /proc/self/fd/N after exec.
  Expected<int> finish();

 private:
  void add(const std::string& name, std::uint32_t mode, std::uint32_t major, std::uint32_t minor,
           std::string_view content);
  void pad();

  std::string archive_;
  std::uint32_t inode_ = 1;
};

}  // namespace timerlaw::lab
