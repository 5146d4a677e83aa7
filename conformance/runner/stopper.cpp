// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/stopper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <random>
#include <string>

namespace timerlaw::runner {
namespace {

constexpr std::int64_t kLasting = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kPauseMost = 4'000'000;  // between two stops
constexpr std::int64_t kStopMost = 400'000;     // length of one

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

void sleep_ns(std::int64_t ns) {
  const timespec length{ns / 1'000'000'000, ns % 1'000'000'000};
  nanosleep(&length, nullptr);
}

// The parent of a process; 0 if it is gone.
pid_t parent_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string stat;
  std::getline(file, stat);
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos || name_end + 4 >= stat.size())
    return 0;
  return static_cast<pid_t>(std::strtol(stat.c_str() + name_end + 4, nullptr, 10));
}

bool sends(const Step& step, Signo signo) {
  return step.op == Op::kill && step.number == signo;
}

}  // namespace

bool may_be_stopped(const Program& program) {
  return std::none_of(program.steps.begin(), program.steps.end(),
                      [](const Step& step) { return sends(step, kSigStop) || sends(step, kSigCont); });
}

Stopper::~Stopper() {
  ending_ = true;
  if (thread_.joinable())
    thread_.join();
}

void Stopper::start() {
  thread_ = std::thread([this] { work(); });
}

void Stopper::work() {
  std::mt19937_64 random(seed_);
  while (!ending_) {
    sleep_ns(static_cast<std::int64_t>(random() % kPauseMost));
    stop_once(static_cast<std::int64_t>(random() % kStopMost));
  }
}

// A pid is held by a descriptor while it is checked to be a process of ours, so that nobody else is ever stopped.
void Stopper::stop_once(std::int64_t length_ns) {
  const auto pid = static_cast<pid_t>(pid_.load());
  if (pid <= 1)
    return;
  const int process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process < 0)
    return;
  bool ours = false;
  pid_t ancestor = pid;
  for (int depth = 0; depth < 8 && ancestor > 1 && !ours; ++depth) {
    ancestor = parent_of(ancestor);
    ours = ancestor == getpid();
  }
  if (ours) {
    {
      const std::scoped_lock lock(mutex_);
      stops_.push_back({now_ns(), kLasting});
    }
    if (syscall(SYS_pidfd_send_signal, process, SIGSTOP, nullptr, 0) == 0)
      sleep_ns(length_ns);
    syscall(SYS_pidfd_send_signal, process, SIGCONT, nullptr, 0);
    const std::scoped_lock lock(mutex_);
    stops_.back().until_ns = now_ns();
  }
  close(process);
}

// SIGCONT has gone out when `until` is read, so a program that begins after it was not hit by it.
bool Stopper::hit(const Trace& trace) {
  if (trace.boundaries() == 0)
    return true;
  const std::int64_t begun = trace.readings.front().ns;
  const std::int64_t ended = trace.readings[(trace.boundaries() - 1) * trace.clocks.size()].ns;
  const std::scoped_lock lock(mutex_);
  while (!stops_.empty() && stops_.front().until_ns < begun)
    stops_.pop_front();
  return std::any_of(stops_.begin(), stops_.end(),
                     [&](const Stop& stop) { return stop.from_ns <= ended && begun <= stop.until_ns; });
}

}  // namespace timerlaw::runner
