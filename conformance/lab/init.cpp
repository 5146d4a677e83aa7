// SPDX-License-Identifier: Apache-2.0
// Process 1 of a lab kernel: hands the data line to the agent, and ends the machine when the agent ends. The console
// stays the kernel's own.
#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "conformance/lab/courier.h"
#include "conformance/lab/line_protocol.h"

namespace {

using timerlaw::lab::kReady;

[[noreturn]] void power_off() {
  sync();
  reboot(RB_POWER_OFF);
  _exit(1);
}

[[noreturn]] void give_up(const char* what) {
  std::printf("timerlaw init: %s: %s\n", what, std::strerror(errno));
  power_off();
}

void mount_everything() {
  for (const char* folder : {"/proc", "/sys", "/dev", "/tmp"}) {
    mkdir(folder, 0755);
  }
  mount("proc", "/proc", "proc", 0, nullptr);
  mount("sysfs", "/sys", "sysfs", 0, nullptr);
  mount("devtmpfs", "/dev", "devtmpfs", 0, nullptr);
  mount("tmpfs", "/tmp", "tmpfs", 0, nullptr);
}

void open_console() {
  const int console = open("/dev/console", O_RDWR | O_NOCTTY);
  for (int fd = 0; console >= 0 && fd < 3; ++fd) {
    dup2(console, fd);
  }
  if (console > 2) {
    close(console);
  }
  std::setvbuf(stdout, nullptr, _IONBF, 0);
}

void load_modules() {
  dirent** entries = nullptr;
  const int count = scandir("/modules", &entries, nullptr, alphasort);
  for (int i = 0; i < count; ++i) {
    if (entries[i]->d_name[0] == '.') {
      continue;
    }
    std::array<char, 300> path{};
    std::snprintf(path.data(), path.size(), "/modules/%s", entries[i]->d_name);
    const int fd = open(path.data(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) != 0) {
      std::printf("timerlaw init: module %s: %s\n", path.data(), std::strerror(errno));
    }
    close(fd);
  }
}

int open_line() {
  const char* name = std::getenv("TIMERLAW_LINE");
  if (name == nullptr) {
    name = "/dev/ttyS0";
  }
  // A virtio port appears a moment after its driver.
  constexpr int kTurns = 1000;
  constexpr useconds_t kTurn = 5000;
  int fd = -1;
  for (int i = 0; i < kTurns && (fd = open(name, O_RDWR | O_NOCTTY)) < 0; ++i) {
    usleep(kTurn);
  }
  if (fd < 0) {
    give_up(name);
  }
  termios settings{};
  if (tcgetattr(fd, &settings) == 0) {
    cfmakeraw(&settings);
    cfsetspeed(&settings, B115200);
    tcsetattr(fd, TCSANOW, &settings);
  }
  return fd;
}

void write_all(int fd, const char* at, size_t size) {
  while (size > 0) {
    const ssize_t count = write(fd, at, size);
    if (count > 0) {
      at += count;
      size -= static_cast<size_t>(count);
    } else if (errno != EINTR) {
      return;
    }
  }
}

pid_t start_agent(int in, int out, char** argv) {
  const pid_t pid = fork();
  if (pid != 0) {
    return pid;
  }
  dup2(in, 0);
  dup2(out, 1);
  static char path[] = "PATH=/";
  std::array<char*, 2> environment{path, nullptr};
  execve(argv[0], argv, environment.data());
  std::fprintf(stderr, "timerlaw init: %s: %s\n", argv[0], std::strerror(errno));
  _exit(127);
}

// The host's clock at boot would be in all traces.
void set_clock() {
  const timespec day{1'700'000'000, 0};
  clock_settime(CLOCK_REALTIME, &day);
}

// An agent whose programs come from the mailbox. Its pipes hold all that is ever under way, so that nobody waits to
// write.
pid_t start_agent_behind_mailbox(const char* mailbox, int line, char** argv) {
  constexpr int kPipeBytes = 1 << 20;
  int programs[2], traces[2];
  if (!timerlaw::lab::open_mailbox(mailbox) || pipe2(programs, O_CLOEXEC) != 0 || pipe2(traces, O_CLOEXEC) != 0) {
    give_up(mailbox);
  }
  fcntl(programs[1], F_SETPIPE_SZ, kPipeBytes);
  fcntl(traces[1], F_SETPIPE_SZ, kPipeBytes);
  set_clock();
  const pid_t agent = start_agent(programs[0], traces[1], argv);
  close(programs[0]);
  close(traces[1]);
  if (agent > 0) {
    timerlaw::lab::carry(programs[1], traces[0], line);
  }
  return agent;
}

// Until the agent has ended. What else ends meanwhile was the agent's.
int wait_for(pid_t agent) {
  int status = 0;
  while (waitpid(-1, &status, 0) != agent) {
  }
  return status;
}

// A User-Mode kernel in virtual time with nothing scheduled at all panics, so something always is.
void keep_awake() {
  const itimerspec hourly{{3600, 0}, {3600, 0}};
  const int clock = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  timerfd_settime(clock, 0, &hourly, nullptr);
}

void tell_taint() {
  std::array<char, 32> text{};
  const int fd = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);
  if (fd >= 0 && read(fd, text.data(), text.size() - 1) > 0) {
    std::printf("timerlaw init: tainted %s", text.data());
  }
}

}  // namespace

int main(int argc, char** argv) {
  mount_everything();
  open_console();
  load_modules();
  // User-Mode Linux appends arguments of its own to the agent's.
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "root=", 5) != 0 && std::strncmp(argv[i], "console=", 8) != 0) {
      argv[kept++] = argv[i];
    }
  }
  argv[kept] = nullptr;
  static char agent_path[] = "/agent";
  argv[0] = agent_path;

  const int line = open_line();
  write_all(line, &kReady, 1);
  keep_awake();
  const char* mailbox = std::getenv("TIMERLAW_MAILBOX");
  const pid_t agent =
      mailbox != nullptr ? start_agent_behind_mailbox(mailbox, line, argv) : start_agent(line, line, argv);
  if (agent < 0) {
    give_up("fork");
  }
  const int status = wait_for(agent);
  if (status != 0) {
    std::printf("timerlaw init: the agent ended with %s %d\n", WIFEXITED(status) ? "exit status" : "signal",
                WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
  }
  tell_taint();
  tcdrain(line);
  power_off();
}
