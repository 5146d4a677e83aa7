// SPDX-License-Identifier: Apache-2.0
// How programs get into a User-Mode kernel whose time must not pass meanwhile: as files, numbered from 0, in a folder
// in memory that the kernel sees as part of the host's file system. It opens and reads them by system calls of its own:
// nothing interrupts it, and none of its time passes.
#pragma once

#include <cstdint>
#include <string>

#include "conformance/expected.h"

namespace timerlaw::lab {

class Mailbox {
 public:
  // The folder has no name: it vanishes with the last process that has it open. Needs enter_namespaces() before.
  static Expected<Mailbox> make();
  Mailbox(Mailbox&& other) noexcept;
  Mailbox& operator=(Mailbox&&) = delete;
  ~Mailbox();

  // For processes that inherit its descriptor.
  std::string path() const { return "/proc/self/fd/" + std::to_string(folder_); }

  // Everything that came before was read by the time that this one is.
  Status put(const std::string& bytes);

 private:
  explicit Mailbox(int folder) : folder_(folder) {}
  int folder_ = -1;
  std::uint64_t next_ = 0;
};

}  // namespace timerlaw::lab
