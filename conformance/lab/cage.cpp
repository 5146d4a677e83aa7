// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/cage.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace timerlaw::lab {
namespace {

constexpr int kPipeBytes = 1 << 20;
constexpr int kNotStarted = 127;

int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void write_file(const char* path, const std::string& text) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  (void)!write(file, text.data(), text.size());
  close(file);
}

void pass(int from, int to) {
  if (from == to) {
    fcntl(to, F_SETFD, 0);
  } else {
    dup2(from, to);
  }
}

void stay_on_this_cpu() {
  cpu_set_t here;
  CPU_ZERO(&here);
  CPU_SET(static_cast<std::size_t>(sched_getcpu()), &here);
  sched_setaffinity(0, sizeof(here), &here);
}

[[noreturn]] void become(const std::vector<std::string>& command, Cage::Cpus cpus) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (cpus == Cage::Cpus::one) {
    stay_on_this_cpu();
  }
  // User-Mode Linux would start itself once more to be rid of the random layout.
  personality(ADDR_NO_RANDOMIZE);
  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  dprintf(2, "timerlaw: %s: %s\n", argv[0], std::strerror(errno));
  _exit(kNotStarted);
}

// Process 1: ends with the command, and everything else ends with it. The command has no number outside that could be
// known without asking, so it is stopped and continued from in here, on request.
[[noreturn]] void keep(const std::vector<std::string>& command, Cage::Cpus cpus, int requests) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const pid_t pid = fork();
  if (pid == 0) {
    become(command, cpus);
  }
  for (int fd = 0; fd < 2; ++fd) {
    close(fd);
  }
  const pid_t keeper = getpid();
  const pid_t helper = fork();
  if (helper == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper) {  // which ended before that
      _exit(0);
    }
    char request = 0;
    while (read(requests, &request, 1) == 1) {
      ::kill(pid, request == 's' ? SIGSTOP : SIGCONT);
      (void)!write(requests, &request, 1);
    }
    _exit(0);
  }
  int status = kNotStarted << 8;
  pid_t ended = 0;
  while ((ended = waitpid(-1, &status, 0)) != pid) {
    if (ended < 0 && errno != EINTR) {
      break;
    }
  }
  _exit(exit_status(status));
}

}  // namespace

Status enter_namespaces() {
  if (unshare(CLONE_NEWPID) == 0) {
    return Done{};
  }
  const std::string user = std::to_string(geteuid()), group = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) != 0) {
    return Error{std::string("no process namespace, so that the machine would outlive its runner: ") +
                 std::strerror(errno) +
                 " (root may make one; others where kernel.unprivileged_userns_clone or its like allows it)"};
  }
  // Who makes files there has to have a number there.
  write_file("/proc/self/uid_map", user + " " + user + " 1");
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/gid_map", group + " " + group + " 1");
  return Done{};
}

Expected<Cage> Cage::start(const std::vector<std::string>& command, Cpus cpus) {
  int in[2], out[2], requests[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 ||
      socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, requests) != 0) {
    return Error{std::string("no pipe: ") + std::strerror(errno)};
  }
  fcntl(in[1], F_SETPIPE_SZ, kPipeBytes);
  fcntl(out[1], F_SETPIPE_SZ, kPipeBytes);
  Cage cage;
  cage.keeper_ = fork();
  if (cage.keeper_ == 0) {
    close(in[1]);
    close(out[0]);
    close(requests[1]);
    pass(in[0], 0);
    pass(out[1], 1);
    keep(command, cpus, requests[0]);
  }
  close(in[0]);
  close(out[1]);
  close(requests[0]);
  if (cage.keeper_ < 0) {
    return Error{std::string("fork: ") + std::strerror(errno)};
  }
  cage.in_ = in[1];
  cage.out_ = out[0];
  cage.requests_ = requests[1];
  return cage;
}

void Cage::ask(char request) const {
  (void)!write(requests_, &request, 1);
  (void)!read(requests_, &request, 1);
}
void Cage::stop() const {
  ask('s');
}
void Cage::go_on() const {
  ask('c');
}
void Cage::kill() const {
  ::kill(keeper_, SIGKILL);
}
int Cage::wait() const {
  int status = 0;
  while (waitpid(keeper_, &status, 0) < 0 && errno == EINTR) {
  }
  return exit_status(status);
}

}  // namespace timerlaw::lab
