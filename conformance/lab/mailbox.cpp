// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/mailbox.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace timerlaw::lab {
namespace {

constexpr const char* kUnfinished = "unfinished";

Error failed(const std::string& what) {
  return Error{what + ": " + std::strerror(errno)};
}

bool write_all(int fd, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t count = write(fd, bytes.data() + at, bytes.size() - at);
    if (count < 0 && errno != EINTR) {
      return false;
    }
    at += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return true;
}

}  // namespace

Expected<Mailbox> Mailbox::make() {
  const int file_system = fsopen("tmpfs", FSOPEN_CLOEXEC);
  if (file_system < 0 || fsconfig(file_system, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) {
    return failed("no file system in memory");
  }
  // Inherited by the machine.
  const int folder = fsmount(file_system, 0, 0);
  close(file_system);
  if (folder < 0) {
    return failed("no file system in memory");
  }
  return Mailbox(folder);
}

Mailbox::Mailbox(Mailbox&& other) noexcept : folder_(std::exchange(other.folder_, -1)), next_(other.next_) {}

Mailbox::~Mailbox() {
  if (folder_ >= 0) {
    close(folder_);
  }
}

Status Mailbox::put(const std::string& bytes) {
  constexpr mode_t kReadable = 0644;
  const int file = openat(folder_, kUnfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadable);
  if (file < 0) {
    return failed("mailbox");
  }
  const bool written = write_all(file, bytes);
  close(file);
  const std::string name = std::to_string(next_);
  if (!written || renameat(folder_, kUnfinished, folder_, name.c_str()) != 0) {
    return failed("mailbox");
  }
  // The one before the last may be being read; older ones are done with.
  if (next_ >= 2) {
    unlinkat(folder_, std::to_string(next_ - 2).c_str(), 0);
  }
  ++next_;
  return Done{};
}

}  // namespace timerlaw::lab
