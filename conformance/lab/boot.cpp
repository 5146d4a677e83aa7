// SPDX-License-Identifier: Apache-2.0
// timerlaw-boot: the agent in a kernel of its own. Programs in on stdin, traces out on stdout, the kernel's console on
// stderr. docs/lab.md.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "conformance/lab/arguments.h"
#include "conformance/lab/cage.h"
#include "conformance/lab/calendar.h"
#include "conformance/lab/feeder.h"
#include "conformance/lab/machine.h"

namespace timerlaw::lab {
namespace {

constexpr int kWrongUsage = 2, kNotBooted = 4, kAsleep = 5;
// Between two programs the machine sleeps for this long, in its own time. Whatever a kernel does in the background is
// done by then.
constexpr std::uint64_t kStride = 1'000'000'000;
constexpr std::uint64_t kLongestStride = kStride << 24;

int say(const std::string& what) {
  dprintf(2, "timerlaw: %s\n", what.c_str());
  return kNotBooted;
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

class Line {
 public:
  Line(const Cage& cage, Calendar* calendar, Pace pace) : cage_(cage), calendar_(calendar), pace_(pace) {
    fcntl(cage_.out(), F_SETFL, O_NONBLOCK);
  }

  // Until the machine has ended, or the runner has gone.
  int serve() {
    while (true) {
      std::array<pollfd, 3> fds{{{cage_.out(), POLLIN, 0},
                                 {feeder_.has_room() ? 0 : -1, POLLIN, 0},
                                 {calendar_ != nullptr && !calendar_gone_ ? calendar_->fd() : -1, POLLIN, 0}}};
      if (poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) {
        return say(std::string("poll: ") + std::strerror(errno));
      }
      if (fds[1].revents != 0) {
        read_input();
      }
      if (fds[2].revents != 0) {
        calendar_gone_ = !calendar_->receive();
      }
      // After the calendar: what the machine wrote before it went to sleep is seen before it is woken.
      if (!read_output()) {
        return cage_.wait();
      }
      if (!runner_there_) {
        cage_.kill();
        return cage_.wait();
      }
      if (const int status = lead(); status != 0) {
        cage_.kill();
        cage_.wait();
        return status;
      }
    }
  }

 private:
  void read_input() {
    const ssize_t count = read(0, bytes_.data(), bytes_.size());
    if (count > 0) {
      feeder_.take_input(bytes_.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      feeder_.end_input();
    }
  }

  // False if there will be no more.
  bool read_output() {
    while (true) {
      const ssize_t count = read(cage_.out(), bytes_.data(), bytes_.size());
      if (count == 0) {
        return false;
      }
      if (count < 0) {
        if (errno == EINTR) {
          continue;
        }
        return errno == EAGAIN;
      }
      stride_ = kStride;
      runner_there_ = write_all(1, feeder_.take_output(bytes_.data(), static_cast<std::size_t>(count)));
    }
  }

  int lead() {
    switch (pace_) {
      case Pace::held:
        return hold();
      case Pace::cpu:
        stop_and_go();
        return 0;
      case Pace::real:
        if (feeder_.can_send()) {
          write_all(cage_.in(), feeder_.all());
        }
        return 0;
    }
    return 0;
  }

  // A program goes in only while the machine sleeps, and one at a time, so that it always meets the machine in the same
  // state; the machine sleeps on until there is one.
  int hold() {
    if (!calendar_->sleeps()) {
      return 0;
    }
    if (feeder_.idle()) {
      if (!feeder_.can_send()) {
        return 0;
      }
      write_all(cage_.in(), feeder_.next_line());
    } else if (calendar_->forever()) {
      say("the kernel sleeps, and nothing will ever wake it");
      return kAsleep;
    }
    calendar_->run(stride_);
    stride_ = stride_ < kLongestStride ? 2 * stride_ : stride_;
    return 0;
  }

  // Idle time is skipped, however long, so an idle machine is stopped.
  void stop_and_go() {
    if (!feeder_.idle()) {
      return;
    }
    if (feeder_.can_send()) {
      write_all(cage_.in(), feeder_.next_line());
      if (stopped_) {
        cage_.go_on();
        stopped_ = false;
      }
    } else if (!stopped_) {
      cage_.stop();
      stopped_ = true;
    }
  }

  const Cage& cage_;
  Calendar* calendar_;
  const Pace pace_;
  Feeder feeder_;
  bool calendar_gone_ = false;
  bool runner_there_ = true;
  bool stopped_ = false;
  std::uint64_t stride_ = kStride;  // twice as long each time that nothing has come out meanwhile
  std::array<char, 65536> bytes_{};
};

int boot(const Machine& machine) {
  Expected<int> root = root_of(machine);
  if (!root) {
    return say(root.error());
  }
  std::unique_ptr<Calendar> calendar;
  if (machine.pace == Pace::held) {
    Expected<std::unique_ptr<Calendar>> made = Calendar::listen();
    if (!made) {
      return say(made.error());
    }
    calendar = std::move(*made);
  }
  const Expected<Cage> cage = Cage::start(
      command_of(machine, "/proc/self/fd/" + std::to_string(*root), calendar == nullptr ? "" : calendar->path()));
  if (!cage) {
    return say(cage.error());
  }
  return Line(*cage, calendar.get(), machine.pace).serve();
}

}  // namespace
}  // namespace timerlaw::lab

int main(int argc, char** argv) {
  using namespace timerlaw::lab;
  signal(SIGPIPE, SIG_IGN);
  const timerlaw::Expected<Machine> machine = parse({argv + 1, argv + argc});
  if (!machine) {
    dprintf(2, "timerlaw-boot: %s\n", machine.error().c_str());
    return kWrongUsage;
  }
  return boot(*machine);
}
