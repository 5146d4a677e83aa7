// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix/drive.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <map>

#include "conformance/runner/exit_code.h"
#include "conformance/runner/interrupt.h"
#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"

extern char** environ;

namespace timerlaw::matrix {
namespace {

constexpr int kLookMilliseconds = 100;
constexpr int kCannotStart = 127;

// -1 if it cannot be started.
pid_t start(const std::string& program, const MatrixRun& run) {
  std::vector<char*> words = {const_cast<char*>(program.c_str())};
  for (const std::string& word : run.arguments)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const std::string out = run.folder + ".txt";
  const std::string log = run.folder + ".log";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  posix_spawn_file_actions_addopen(&files, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  // A group of its own: a terminal's Ctrl-C would reach it twice, and the second time it would not save.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  const int failed = posix_spawn(&pid, program.c_str(), &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? pid : -1;
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : runner::kExitSignal + WTERMSIG(status);
}

}  // namespace

bool is_complete(const MatrixRun& run) {
  const auto info = runner::read_run_info(run.folder + "/" + std::string(runner::kRunFile));
  return info && info->complete && info->arguments == runner::public_arguments(run.arguments);
}

std::vector<Driven> drive(const std::string& program, const std::vector<MatrixRun>& runs, unsigned at_once,
                          const std::function<void(const MatrixRun& run, const Driven& how)>& told) {
  std::vector<Driven> all(runs.size());
  std::map<pid_t, std::size_t> running;
  std::size_t next = 0;
  bool ending = false;
  while (true) {
    for (; !ending && next < runs.size() && running.size() < at_once; ++next) {
      if (is_complete(runs[next])) {
        all[next] = {runner::kExitConforms, true};
        told(runs[next], all[next]);
        continue;
      }
      told(runs[next], all[next]);
      const pid_t pid = start(program, runs[next]);
      if (pid > 0)
        running.emplace(pid, next);
      else
        all[next].code = kCannotStart;
    }
    if (running.empty())
      return all;
    for (auto one = running.begin(); one != running.end();) {
      int status = 0;
      if (waitpid(one->first, &status, WNOHANG) != one->first) {
        ++one;
        continue;
      }
      all[one->second].code = code_of(status);
      told(runs[one->second], all[one->second]);
      one = running.erase(one);
    }
    if (runner::interrupted() != 0 && !ending) {
      ending = true;
      for (const auto& [pid, run] : running)
        kill(pid, SIGTERM);
    }
    poll(nullptr, 0, kLookMilliseconds);
  }
}

}  // namespace timerlaw::matrix
