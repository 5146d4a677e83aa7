// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/initramfs.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

namespace timerlaw::lab {
namespace {

constexpr std::uint32_t kFolder = 0040755, kFile = 0100755, kCharacterDevice = 0020666;

}  // namespace

Initramfs::Initramfs() {
  add_folder("dev");
  add("dev/console", kCharacterDevice, 5, 1, "");
  add("dev/null", kCharacterDevice, 1, 3, "");
}

void Initramfs::add_folder(const std::string& name) {
  add(name, kFolder, 0, 0, "");
}

Status Initramfs::add_file(const std::string& name, const std::string& source) {
  std::ifstream in(source, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in || content.empty()) {
    return Error{source + ": cannot be read: " + std::strerror(errno)};
  }
  add(name, kFile, 0, 0, content);
  return Done{};
}

Expected<int> Initramfs::finish() {
  add("TRAILER!!!", 0, 0, 0, "");
  const int fd = memfd_create("initramfs", 0);
  for (std::size_t at = 0; fd >= 0 && at < archive_.size();) {
    const ssize_t count = write(fd, archive_.data() + at, archive_.size() - at);
    if (count < 0) {
      return Error{std::string("no memory for the initramfs: ") + std::strerror(errno)};
    }
    at += static_cast<std::size_t>(count);
  }
  if (fd < 0) {
    return Error{std::string("memfd_create: ") + std::strerror(errno)};
  }
  return fd;
}

void Initramfs::add(const std::string& name, std::uint32_t mode, std::uint32_t major, std::uint32_t minor,
                    std::string_view content) {
  // inode, mode, uid, gid, links, mtime, size, device, device of a node, length of the name, checksum
  const std::array<std::uint32_t, 13> fields{inode_++,
                                             mode,
                                             0,
                                             0,
                                             1,
                                             0,
                                             static_cast<std::uint32_t>(content.size()),
                                             0,
                                             0,
                                             major,
                                             minor,
                                             static_cast<std::uint32_t>(name.size() + 1),
                                             0};
  archive_ += "070701";
  for (const std::uint32_t field : fields) {
    std::array<char, 9> text{};
    std::snprintf(text.data(), text.size(), "%08X", field);
    archive_ += text.data();
  }
  archive_ += name;
  archive_ += '\0';
  pad();
  archive_ += content;
  pad();
}

void Initramfs::pad() {
  archive_.resize((archive_.size() + 3) / 4 * 4);
}

}  // namespace timerlaw::lab
