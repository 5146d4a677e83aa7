// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/process.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace timerlaw {
namespace {

constexpr int kGraceMilliseconds = 1000;
constexpr int kEndMilliseconds = 10'000;

struct Pipe {
  int read = -1;
  int write = -1;
  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      return false;
    }
    read = ends[0];
    write = ends[1];
    return true;
  }
};

void close_fd(int& fd) {
  if (fd >= 0) {
    close(fd);
    fd = -1;
  }
}

// Only calls that are safe between fork and exec in a process with threads.
[[noreturn]] void become(char* const* argv, int in, int out, int err, int failure, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);
  }
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  // Above 2 first, so that no copy overwrites one that is still needed.
  in = fcntl(in, F_DUPFD_CLOEXEC, 3);
  out = fcntl(out, F_DUPFD_CLOEXEC, 3);
  err = fcntl(err, F_DUPFD_CLOEXEC, 3);
  dup2(in, 0);
  dup2(out, 1);
  dup2(err, 2);
  execv(argv[0], argv);
  const int reason = errno;
  (void)!::write(failure, &reason, sizeof(reason));
  _exit(127);
}

std::string describe(const siginfo_t& info) {
  return (info.si_code == CLD_EXITED ? "exit status " : "signal ") + std::to_string(info.si_status);
}

}  // namespace

// The keeper's whole life: fork, report, wait.
void Process::run(const std::vector<std::string>& command, int in, int out, int err, int started) {
  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    become(argv.data(), in, out, err, started, parent);
  }
  const int reason = pid_ < 0 ? errno : 0;
  if (pid_ > 0) {
    setpgid(pid_, pid_);
  } else {
    (void)!::write(started, &reason, sizeof(reason));
  }
  close(in);
  close(out);
  close(err);
  close(started);
  if (pid_ < 0) {
    return;
  }
  // The process stays a zombie until the destructor has killed its group: its id cannot be anybody else's by then.
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  status_ = describe(info);
}

Expected<std::unique_ptr<Process>> Process::start(const std::vector<std::string>& command) {
  Pipe in, out, err, started, ended;
  std::unique_ptr<Process> process(new Process);
  const bool opened = in.open() && out.open() && err.open() && started.open() && ended.open();
  process->in_ = in.write;
  process->out_ = out.read;
  process->err_ = err.read;
  process->ended_ = ended.read;
  if (!opened) {
    for (const int fd : {in.read, out.write, err.write, started.read, started.write, ended.write}) {
      if (fd >= 0) {
        close(fd);
      }
    }
    return Error{std::string("no pipe to the agent: ") + std::strerror(errno)};
  }
  Process* self = process.get();
  process->keeper_ = std::thread([=, words = command] {
    self->run(words, in.read, out.write, err.write, started.write);
    close(ended.write);
  });
  int reason = 0;
  const bool failed = ::read(started.read, &reason, sizeof(reason)) == sizeof(reason);
  close(started.read);
  if (failed) {
    return Error{"'" + command.front() + "' cannot be started: " + std::strerror(reason)};
  }
  return process;
}

Process::~Process() {
  close_fd(in_);
  close_fd(out_);
  close_fd(err_);
  if (pid_ > 0) {
    pollfd end{ended_, POLLIN, 0};
    while (poll(&end, 1, kGraceMilliseconds) < 0 && errno == EINTR) {
    }
    kill(-pid_, SIGKILL);
  }
  if (keeper_.joinable()) {
    keeper_.join();
  }
  if (pid_ > 0) {
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_fd(ended_);
}

bool Process::write(std::string_view text) {
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  bool broken = in_ < 0;
  while (!text.empty() && !broken) {
    const ssize_t count = ::write(in_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      broken = true;
      if (errno == EPIPE && sigismember(&before, SIGPIPE) == 0) {
        const timespec at_once{};
        sigtimedwait(&pipe_signal, nullptr, &at_once);
      }
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !broken;
}

void Process::close_input() {
  close_fd(in_);
}

void Process::end() {
  if (const pid_t pid = pid_; pid > 0) {
    kill(-pid, SIGKILL);
  }
}

std::string Process::wait() {
  pollfd end{ended_, POLLIN, 0};
  int ended = 0;
  while ((ended = poll(&end, 1, kEndMilliseconds)) < 0 && errno == EINTR) {
  }
  if (ended == 0) {
    return "still running, without stdout";
  }
  if (keeper_.joinable()) {
    keeper_.join();
  }
  return status_;
}

}  // namespace timerlaw
