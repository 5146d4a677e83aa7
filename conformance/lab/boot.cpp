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
#include <optional>

#include "conformance/lab/arguments.h"
#include "conformance/lab/cage.h"
#include "conformance/lab/feeder.h"
#include "conformance/lab/machine.h"
#include "conformance/lab/mailbox.h"

namespace timerlaw::lab {
namespace {

constexpr int kWrongUsage = 2, kNotBooted = 4;
constexpr std::size_t kBatch = 64;  // programs
// A terminal whose 4096 bytes fill up, because the agent is at work, is throttled; and a User-Mode kernel's line, once
// throttled, may never be read again (seen with 6.1).
constexpr std::size_t kLineHolds = 2048;

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
  Line(const Cage& cage, Mailbox* mailbox, Pace pace) : cage_(cage), mailbox_(mailbox), pace_(pace) {
    fcntl(cage_.out(), F_SETFL, O_NONBLOCK);
  }

  // Until the machine has ended, or the runner has gone.
  int serve() {
    while (true) {
      std::array<pollfd, 2> fds{{{cage_.out(), POLLIN, 0}, {feeder_.has_room() ? 0 : -1, POLLIN, 0}}};
      if (poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) {
        return say(std::string("poll: ") + std::strerror(errno));
      }
      if (fds[1].revents != 0) {
        read_input();
      }
      if (!read_output()) {
        return cage_.wait();
      }
      if (!runner_there_) {
        cage_.kill();
        return cage_.wait();
      }
      if (const Status led = lead(); !led) {
        cage_.kill();
        cage_.wait();
        return say(led.error());
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
      runner_there_ = write_all(1, feeder_.take_output(bytes_.data(), static_cast<std::size_t>(count)));
    }
  }

  Status lead() {
    if (pace_ == Pace::real) {
      if (feeder_.can_send()) {
        write_all(cage_.in(), feeder_.lines_within(kLineHolds));
      }
      return Done{};
    }
    if (feeder_.can_send() && (pace_ == Pace::held ? feeder_.only_last_unanswered() : feeder_.idle())) {
      go_on();
      if (pace_ == Pace::held) {
        return mailbox_->put(feeder_.next_lines(kBatch));
      }
      write_all(cage_.in(), feeder_.next_lines(1));
    } else if (feeder_.idle()) {
      stop();
    }
    return Done{};
  }

  // While there is nothing to do: in virtual time an idle machine keeps looking for programs, and where CPU time counts
  // it would skip through all of time.
  void stop() {
    if (!stopped_) {
      cage_.stop();
      stopped_ = true;
    }
  }
  void go_on() {
    if (stopped_) {
      cage_.go_on();
      stopped_ = false;
    }
  }

  const Cage& cage_;
  Mailbox* mailbox_;  // where time is held
  const Pace pace_;
  Feeder feeder_;
  bool runner_there_ = true;
  bool stopped_ = false;
  std::array<char, 65536> bytes_{};
};

int boot(const Machine& machine) {
  Expected<int> root = root_of(machine);
  if (!root) {
    return say(root.error());
  }
  if (const Status entered = enter_namespaces(); !entered) {
    return say(entered.error());
  }
  std::optional<Mailbox> mailbox;
  if (machine.pace == Pace::held) {
    Expected<Mailbox> made = Mailbox::make();
    if (!made) {
      return say(made.error());
    }
    mailbox.emplace(std::move(*made));
  }
  // The processes of a User-Mode kernel take turns.
  const Expected<Cage> cage =
      Cage::start(command_of(machine, "/proc/self/fd/" + std::to_string(*root), mailbox ? mailbox->path() : ""),
                  machine.kind == "uml" ? Cage::Cpus::one : Cage::Cpus::all);
  if (!cage) {
    return say(cage.error());
  }
  return Line(*cage, mailbox ? &*mailbox : nullptr, machine.pace).serve();
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
