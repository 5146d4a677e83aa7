// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/courier.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

#include "conformance/lab/answers.h"

namespace timerlaw::lab {
namespace {

constexpr const char* kFolder = "/mailbox";

void write_all(int fd, const char* at, std::size_t size) {
  while (size > 0) {
    const ssize_t count = write(fd, at, size);
    if (count > 0) {
      at += count;
      size -= static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      sched_yield();
    } else if (errno != EINTR) {
      return;
    }
  }
}

std::string take_file(unsigned long number) {
  std::array<char, 40> path{};
  std::snprintf(path.data(), path.size(), "%s/%lu", kFolder, number);
  int file = -1;
  while ((file = open(path.data(), O_RDONLY | O_CLOEXEC)) < 0) {
    sched_yield();
  }
  struct stat about {};
  fstat(file, &about);
  std::string content(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t at = 0;
  ssize_t count = 0;
  while (at < content.size() && (count = read(file, content.data() + at, content.size() - at)) > 0) {
    at += static_cast<std::size_t>(count);
  }
  close(file);
  content.resize(at);
  return content;
}

}  // namespace

bool open_mailbox(const char* host_folder) {
  mkdir(kFolder, 0755);
  return mount("none", kFolder, "hostfs", MS_RDONLY | MS_NOATIME, host_folder) == 0;
}

void carry(int to_agent, int from_agent, int line) {
  static std::array<char, 65536> bytes;
  Answers answers;
  fcntl(line, F_SETFL, O_NONBLOCK);
  for (unsigned long number = 0;;) {
    if (answers.idle()) {
      const std::string programs = take_file(number++);
      answers.take_programs(programs);
      write_all(to_agent, programs.data(), programs.size());
    }
    const ssize_t count = read(from_agent, bytes.data(), bytes.size());
    if (count == 0 || (count < 0 && errno != EINTR)) {
      return;
    }
    if (count > 0) {
      answers.take_output({bytes.data(), static_cast<std::size_t>(count)});
      write_all(line, bytes.data(), static_cast<std::size_t>(count));
    }
  }
}

}  // namespace timerlaw::lab
