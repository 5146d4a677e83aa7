// SPDX-License-Identifier: Apache-2.0
// The far end of a User-Mode kernel's `time-travel=ext:SOCKET`: it decides when virtual time passes. The kernel's CPU
// is infinitely fast, as with inf-cpu, but a kernel that sleeps asks here before it jumps to its next event. So time
// can stand still while there is nothing to do. Source: include/uapi/linux/um_timetravel.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "conformance/expected.h"

namespace timerlaw::lab {

class Calendar {
 public:
  // Listens on a socket that exists until the kernel has connected. Errors say what failed.
  static Expected<std::unique_ptr<Calendar>> listen();
  ~Calendar();
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  const std::string& path() const { return path_; }
  int fd() const { return connection_ >= 0 ? connection_ : listener_; }  // poll for input, then call receive()

  // Takes one message, or the connection. False when the kernel has gone.
  bool receive();

  bool sleeps() const { return sleeps_; }  // waits for permission to go on to its next event
  bool forever() const;                    // and there is none
  // Lets it go on to that event, and freely on up to `stride` nanoseconds behind it.
  void run(std::uint64_t stride);

 private:
  Calendar() = default;
  void send(std::uint32_t op, std::uint32_t sequence, std::uint64_t time);
  void welcome(std::uint32_t sequence);

  std::string folder_, path_;
  int listener_ = -1;
  int connection_ = -1;
  bool sleeps_ = false;
  std::uint64_t next_event_ = 0;
  std::uint64_t now_ = 0;  // the last instant that the kernel is known to have reached
  std::uint32_t sequence_ = 0;
};

}  // namespace timerlaw::lab
