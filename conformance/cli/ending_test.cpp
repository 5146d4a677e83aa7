// SPDX-License-Identifier: Apache-2.0
// However a run ends, nothing of it is left: no agent, no child, no temporary file. And what happens to children and
// agents does not end a run.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "conformance/runner/results_file.h"
#include "conformance/runner/run_info.h"
#include "conformance/runner/temporary_folder_for_test.h"

namespace timerlaw::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLimit{100};  // to fail, where the test would otherwise hang

// Whether it came true in time.
bool comes_true(const std::function<bool()>& condition) {
  const auto limit = Clock::now() + kLimit;
  while (!condition()) {
    if (Clock::now() > limit)
      return false;
    sched_yield();
  }
  return true;
}

// Waits for the end of a process of anybody's; false if it does not come in time.
bool ends(pid_t pid) {
  const int process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process < 0)
    return true;
  pollfd end{process, POLLIN, 0};
  const int ended = poll(&end, 1, static_cast<int>(std::chrono::milliseconds(kLimit).count()));
  close(process);
  return ended == 1;
}

class Ending : public testing::Test {
 protected:
  void SetUp() override {
    // An agent of this test's own: its processes are known by their executable.
    fs::copy_file(fs::path(TIMERLAW_AGENT), agent());
    fs::create_directory(folder_.path() / "tmp");
    fs::create_directory(folder_.path() / "work");
  }
  void TearDown() override {
    for (const pid_t pid : processes())
      kill(pid, SIGKILL);
  }

  // Starts `timerlaw run` in a process group of its own, with programs without end.
  void start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"timerlaw", "run",     "--time",  "10min",          "--seed",    "7", "--out",
                                      "out",      "--quiet", "--agent", agent().string(), "--confirm", "0"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (std::string& word : words)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string temporary = (folder_.path() / "tmp").string();
    const std::string work = (folder_.path() / "work").string();
    run_ = fork();
    if (run_ == 0) {
      setpgid(0, 0);
      setenv("TMPDIR", temporary.c_str(), 1);
      const int nowhere = open("/dev/null", O_RDWR);
      if (chdir(work.c_str()) == 0 && dup2(nowhere, 0) == 0 && dup2(nowhere, 1) == 1)
        execv(TIMERLAW_FOLDER "/timerlaw", arguments.data());
      _exit(127);
    }
    setpgid(run_, run_);
    ASSERT_TRUE(comes_true([this] { return records() > 0 && processes().size() >= 2; }));
  }

  // How it ended: the exit code, or minus the signal.
  int wait_for_end() const {
    EXPECT_TRUE(ends(run_));
    int status = 0;
    EXPECT_EQ(waitpid(run_, &status, 0), run_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // The agents of this test and their children.
  std::vector<pid_t> processes() const {
    std::vector<pid_t> found;
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
          fs::read_symlink(entry.path() / "exe", gone) == agent())
        found.push_back(std::stoi(name));
    }
    return found;
  }
  // Those whose parent is one of them, or is not.
  std::vector<pid_t> of_them(bool children) const {
    const std::vector<pid_t> all = processes();
    std::vector<pid_t> some;
    for (const pid_t pid : all) {
      std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
      std::string ignored;
      pid_t parent = 0;
      stat >> ignored >> ignored >> ignored >> parent;
      if ((std::find(all.begin(), all.end(), parent) != all.end()) == children)
        some.push_back(pid);
    }
    return some;
  }

  void expect_nothing_left() const {
    for (auto left = processes(); !left.empty(); left = processes())
      for (const pid_t pid : left)
        ASSERT_TRUE(ends(pid)) << pid;
    EXPECT_TRUE(fs::is_empty(folder_.path() / "tmp"));
    for (const auto& entry : fs::directory_iterator(folder_.path() / "work"))
      EXPECT_EQ(entry.path().filename(), "out");
  }

  fs::path out() const { return folder_.path() / "work" / "out"; }
  std::uint64_t records() const {
    const auto read = runner::read_results(out() / runner::kResultsFile, [](const runner::Record&) {});
    return read ? read->records : 0;
  }
  void expect_saved() const {
    EXPECT_GT(records(), 0u);
    const auto info = runner::read_run_info((out() / runner::kRunFile).string());
    ASSERT_TRUE(info) << info.error();
    EXPECT_EQ(info->ended, "interrupted");
  }
  fs::path agent() const { return folder_.path() / "agent"; }

  pid_t run_ = 0;
  const runner::TemporaryFolder folder_;
};

TEST_F(Ending, CtrlCSavesAndLeavesNothing) {
  start();
  kill(-run_, SIGINT);  // as a terminal does
  EXPECT_EQ(wait_for_end(), 130);
  expect_nothing_left();
  expect_saved();
}

TEST_F(Ending, TerminationSavesAndLeavesNothing) {
  start();
  kill(run_, SIGTERM);
  EXPECT_EQ(wait_for_end(), 143);
  expect_nothing_left();
  expect_saved();
}

TEST_F(Ending, AKilledRunnerTakesItsAgentsAndTheirChildrenWithIt) {
  start();
  kill(run_, SIGKILL);
  EXPECT_EQ(wait_for_end(), -SIGKILL);
  expect_nothing_left();
  EXPECT_GT(records(), 0u);
}

TEST_F(Ending, AKilledRunnerTakesAnAgentBehindACommandWithIt) {
  start({"--jobs", "1", "--target", "cmd:cat | {agent} | cat"});
  kill(run_, SIGKILL);
  EXPECT_EQ(wait_for_end(), -SIGKILL);
  expect_nothing_left();
}

TEST_F(Ending, AnInterruptedRunEndsAnAgentBehindACommandToo) {
  start({"--jobs", "1", "--target", "cmd:cat | {agent} | cat"});
  kill(-run_, SIGINT);
  EXPECT_EQ(wait_for_end(), 130);
  expect_nothing_left();
  expect_saved();
}

TEST_F(Ending, ARunGoesOnWithoutTheChildrenAndAgentsThatWereKilled) {
  start({"--jobs", "2"});
  for (const bool children : {true, false, true}) {
    ASSERT_TRUE(comes_true([&] {
      const auto victims = of_them(children);
      return !victims.empty() && kill(victims.front(), SIGKILL) == 0;
    }));
    const std::uint64_t before = records();
    ASSERT_TRUE(comes_true([&] { return records() > before + 1000; }));
  }
  kill(run_, SIGTERM);
  EXPECT_EQ(wait_for_end(), 143);
  expect_nothing_left();
  expect_saved();
}

TEST_F(Ending, ProgramsWhoseChildDiesStopsOrHangsAreResultsLikeOthers) {
  std::ofstream(folder_.path() / "some.programs") << "timerlaw program 1\nkill KILL\n"
                                                     "timerlaw program 1\nkill STOP\n"
                                                     "timerlaw program 1 child=fresh\nkill KILL\n"
                                                     "timerlaw program 1\nsleep 1000s\n"
                                                     "timerlaw program 1\npending\n";
  // On a healthy kernel no step outlasts its own waits; a watchdog below zero makes one do so.
  const std::string command = "cd '" + folder_.path().string() +
                              "' && '" TIMERLAW_FOLDER
                              "/timerlaw' exec some.programs --agent ./agent "
                              "--target 'cmd:{agent} --watchdog -999950000000' > some.traces";
  EXPECT_EQ(std::system(command.c_str()), 0);
  const auto traces = runner::read_bytes((folder_.path() / "some.traces").string());
  ASSERT_TRUE(traces) << traces.error();
  std::vector<std::string> endings;
  for (std::size_t at = traces->find("\nend "); at != std::string::npos; at = traces->find("\nend ", at + 1))
    endings.push_back(traces->substr(at + 5, traces->find(" @", at) - at - 5));
  EXPECT_EQ(endings, (std::vector<std::string>{"died KILL", "died STOP", "died KILL", "hung", "done\n"})) << *traces;
  expect_nothing_left();
}

}  // namespace
}  // namespace timerlaw::cli
