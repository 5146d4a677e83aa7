// SPDX-License-Identifier: Apache-2.0
// Divergences of saved traces, most of them made up, as C files: a compiler takes each, and on a kernel that obeys the
// law none says that it diverges.
#include "reports/reproducer/reproducer.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "conformance/formats/trace_text.h"
#include "conformance/runner/temporary_folder_for_test.h"
#include "model/profile.h"

namespace timerlaw::reports {
namespace {

namespace fs = std::filesystem;

struct Made {
  std::string name;
  std::string text;
  std::string abi = "x86_64";
};

// The C file of the first divergence of the trace; empty where there is none.
std::string first_of(const std::string& text, const Profile& profile, std::string* abi = nullptr) {
  TraceReader reader(text, "saved");
  const auto trace = reader.next();
  if (!trace || !*trace)
    return "";
  Judgement judgement;
  judge(**trace, profile, reader.facts(), {}, judgement);
  if (judgement.divergences.empty())
    return "";
  const auto made = reproducer(**trace, judgement.divergences.front(), reader.facts());
  if (abi != nullptr)
    *abi = reader.facts().abi;
  return made ? *made : "";
}

// Of every trace that the folder has for the newest law.
std::vector<Made> all_of(const char* folder) {
  std::vector<Made> all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    if (text.str().find("# profile:") != std::string::npos &&
        text.str().find("# profile: linux-6.15") == std::string::npos)
      continue;
    std::string abi;
    if (std::string made = first_of(text.str(), *find_profile("linux-6.15"), &abi); !made.empty())
      all.push_back({entry.path().stem().string(), std::move(made), std::move(abi)});
  }
  std::ranges::sort(all, {}, &Made::name);
  return all;
}

class Reproducer : public testing::Test {
 protected:
  static int run(const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  static std::string compiler(const std::string& abi) {
    return std::string("cc -Wall -Wextra -Werror") + (abi == "i386" ? " -m32" : "");
  }
  std::string write(const Made& made) const {
    const fs::path path = folder_.path() / (made.name + ".c");
    std::ofstream(path) << made.text;
    return path.string();
  }
  // What it exits with here.
  int exit_code(const Made& made) const {
    const std::string file = write(made);
    EXPECT_EQ(run(compiler(made.abi) + " -pthread -o " + file + ".out " + file), 0) << made.text;
    return run(file + ".out > /dev/null");
  }
  static std::string evidence(const std::string& number, const char* profile) {
    for (const auto& entry : fs::directory_iterator(TIMERLAW_EVIDENCE))
      if (entry.path().filename().string().starts_with(number)) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        return first_of(text.str(), *find_profile(profile));
      }
    return "";
  }

 private:
  const runner::TemporaryFolder folder_;
};

TEST_F(Reproducer, OfEveryDivergenceIsTakenByACompilerWithoutWarnings) {
  const std::vector<Made> all = all_of(TIMERLAW_GOLDEN);
  EXPECT_GT(all.size(), 210u);
  std::map<std::string, std::string> files;
  std::size_t by_tid = 0;
  for (const Made& made : all) {
    files[made.abi] += " " + write(made);
    if (made.name == "cpu-timer-due-or-stopped-short.broken") {  // points of its grid count once it has expired
      EXPECT_NE(made.text.find("NEED(before8 >= due_hi)"), std::string::npos) << made.text;
    }
    by_tid += made.text.find("now(~tid[") != std::string::npos ? 1 : 0;
    EXPECT_EQ(made.text.find("(clockid_t)" + std::to_string(kFirstPartyClock).substr(0, 6)), std::string::npos)
        << made.name << " reads a clock that only the agent knows";
  }
  EXPECT_GT(by_tid, 0u);
  EXPECT_TRUE(files.contains("i386"));
  for (const auto& [abi, of_abi] : files)
    EXPECT_EQ(run(compiler(abi) + " -fsyntax-only" + of_abi), 0);
}

TEST_F(Reproducer, OfEveryFindingExists) {
  const std::map<std::string, const char*> findings = {
      {"110-", "linux-6.15"}, {"272-", "linux-7.2"}, {"294-", "linux-6.15"}, {"302-", "linux-6.15"},
      {"301-", "linux-6.15"}, {"290-", "linux-6.1"}, {"300-", "linux-7.2"},  {"305-", "linux-7.3"}};
  for (const auto& [number, profile] : findings) {
    const std::string text = evidence(number, profile);
    EXPECT_TRUE(text.starts_with("// SPDX-License-Identifier: MIT OR GPL-2.0-only\n")) << number;
    EXPECT_EQ(run("cc -fsyntax-only -Wall -Wextra -Werror " + write({number, text})), 0) << text;
    // Overruns of an earlier setting are too many; too few of this one are OVR-5's.
    EXPECT_EQ(text.find("+ 1 <= seen"), std::string::npos) << number;
  }
}

// Each of these traces was made up: no kernel does that. They need no time and no rights.
TEST_F(Reproducer, OfWhatNoKernelDoesExitsZero) {
  std::size_t ran = 0;
  for (const Made& made : all_of(TIMERLAW_GOLDEN)) {
    if (made.text.find("clock_nanosleep") != std::string::npos || made.text.find("burn(") != std::string::npos ||
        made.text.find("fork()") != std::string::npos || made.text.find("{0, 0}, 8)") == std::string::npos)
      continue;
    const int code = exit_code(made);
    EXPECT_TRUE(code == 0 || code == 4) << made.name << " exits " << code << "\n" << made.text;
    ran += code == 0 ? 1 : 0;
  }
  EXPECT_GT(ran, 5u);
}

// Each of these looks at what the law says in a way of its own, and is made up too. What must be 0 needs no luck.
TEST_F(Reproducer, OfWaitsSiginfoAndDeathExitsZero) {
  const std::map<std::string, bool> must_be_zero = {{"whole-sleep.broken", true},
                                                    {"whole-wait.broken", true},
                                                    {"whole-timeout.broken", true},
                                                    {"read-is-restarted.broken", true},
                                                    {"siginfo-of-itimer-real.broken", true},
                                                    {"siginfo-of-cpu-itimers.broken", true},
                                                    {"getoverrun-after-a-delivery.broken", true},
                                                    {"overrun-is-clamped.broken", true},
                                                    {"unblocked-default-kills.broken", true},
                                                    {"sigevent-of-16-bytes.broken", true},
                                                    {"forked-child-has-nothing-pending.broken", true},
                                                    {"unblocked-is-not-pending.broken", true},
                                                    {"thread-directed-is-the-threads.broken", false},
                                                    {"leader-decides-what-is-ignored.broken", false},
                                                    {"earlier-deadline-first.broken", false},
                                                    {"signals-to-a-gone-thread-vanish.broken", false}};
  std::size_t found = 0;
  for (const Made& made : all_of(TIMERLAW_GOLDEN)) {
    const auto one = must_be_zero.find(made.name);
    if (one == must_be_zero.end())
      continue;
    ++found;
    const int code = exit_code(made);
    EXPECT_TRUE(code == 0 || (code == 4 && !one->second)) << made.name << " exits " << code << "\n" << made.text;
  }
  EXPECT_EQ(found, must_be_zero.size());
}

// PT-ARM-6 is there on some kernels: what the C file says must be what system calls here say.
TEST_F(Reproducer, SaysWhatThisKernelDoes) {
  struct sigevent none {};
  none.sigev_notify = SIGEV_NONE;
  int timer = 0;
  itimerspec value{{0, 0}, {10, 0}};
  ASSERT_EQ(syscall(SYS_timer_create, CLOCK_MONOTONIC, &none, &timer), 0);
  ASSERT_EQ(syscall(SYS_timer_settime, timer, 0, &value, nullptr), 0);
  value = {};
  ASSERT_EQ(syscall(SYS_timer_settime, timer, 0, &value, nullptr), 0);
  ASSERT_EQ(syscall(SYS_timer_gettime, timer, &value), 0);
  const bool there = value.it_value.tv_sec != 0 || value.it_value.tv_nsec != 0;
  EXPECT_EQ(exit_code({"pt-arm-6", evidence("110-", "linux-6.15")}), there ? 1 : 0);
}

TEST_F(Reproducer, ShowsWhatItCannotJudge) {
  std::size_t found = 0;
  for (const Made& made : all_of(TIMERLAW_GOLDEN)) {
    if (made.name != "cpu-itimer-at-its-deadline.broken" && made.name != "cpu-timer-does-not-saturate.broken")
      continue;
    ++found;
    EXPECT_TRUE(only_shows(made.text)) << made.text;
    EXPECT_EQ(exit_code(made), 4) << made.text;
  }
  EXPECT_EQ(found, 2u);
}

// The C file of a trace of process 41, user 0, whose only clock is MONOTONIC.
std::string c_of(const std::string& steps) {
  return first_of(
      "timerlaw trace 1 child=fresh pid=41 uid=0 next_id=0\nclocks monotonic\n@ 1000000000\n" + steps + "end done\n",
      *find_profile("linux-6.15"));
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kTimer = "create t0 clock=monotonic notify=signal signo=USR1\n= 0 id=0 @ 1000000100\n";

TEST_F(Reproducer, OfAWaitThatFailsTakesWhatWaitsMayReturn) {
  const std::string text = c_of("take USR1 timeout=1ms\n= -EINVAL @ 1002000000\n");
  EXPECT_EQ(exit_code({"take", text}), 0) << text;
}

TEST_F(Reproducer, OfASendersUserIsForAnyUser) {
  const std::string text = c_of(
      "kill USR1\n= 0 @ 1000000100\n"
      "take USR1 timeout=0\n= 10 signo=USR1 code=user pid=41 uid=77 @ 1000000200\n");
  EXPECT_TRUE(says(text, "info.si_uid == getuid()")) << text;
}

TEST_F(Reproducer, OfACountThatTheLastSignalSaidComparesWithThat) {
  const std::string text =
      c_of(kTimer + "settime t0 rel value=1ms interval=1ms\n= 0 @ 1000000200\nsleep 1500us\n= 0 @ 1001600000\n" +
           "take USR1 timeout=0\n= 10 signo=USR1 code=timer timerid=0 overrun=0 value=0x0 @ 1001600100\n"
           "overrun t0\n= 3 @ 1001600200\n");
  EXPECT_TRUE(says(text, "lawful = seen == info.si_overrun")) << text;
  EXPECT_TRUE(says(text, "info.si_timerid == t0")) << text;
}

TEST_F(Reproducer, OfAWaitThatAHandlerMayEndLooksAtTheHandler) {
  const std::string text =
      c_of(kTimer + "handler USR1\n= 0 @ 1000000150\nsettime t0 rel value=2ms\n= 0 @ 1000000200\n" +
           "unmask USR1\n= 0 @ 1000000300\nsleep 1ms\n= -EINTR @ 1000500000\n");
  EXPECT_TRUE(says(text, "seen != -EINTR || handled != 0")) << text;
}

TEST_F(Reproducer, OfTwoTimersDueInOneStepMakesSureOfTheirOrder) {
  const std::string two =
      "create t0 clock=monotonic notify=signal signo=RTMIN+0\n= 0 id=0 @ 1000000100\n"
      "create t1 clock=monotonic notify=signal signo=RTMIN+0\n= 0 id=1 @ 1000000200\n"
      "settime t0 rel value=5ms\n= 0 @ 1000000300\nsettime t1 rel value=4990us\n= 0 @ 1000000400\n"
      "sleep 6ms\n= 0 @ 1006100000\n"
      "take RTMIN+0 timeout=0\n= 34 signo=RTMIN+0 code=timer timerid=0 overrun=0 value=0x0 @ 1006100100\n";
  const std::string text = c_of(two);
  EXPECT_TRUE(says(text, "NEED(after3 + 4990000 < before2 + 5000000)")) << text;
  EXPECT_TRUE(says(text, "sched_setaffinity")) << text;
}

TEST_F(Reproducer, OfACallThatFailedKeepsTheTimerThatStillRuns) {
  const std::string text = c_of(kTimer + "settime t0 rel value=20ms\n= 0 @ 1000000200\n" +
                                "settime t0 rel new=null\n= -EINVAL @ 1000000300\n"
                                "pending\n= 0 pending=USR1 @ 1000000400\n");
  EXPECT_TRUE(says(text, "NEED(after3 < before1 + 20000000)")) << text;
}

TEST_F(Reproducer, OfADeathMakesSureThatTheTimerIsDue) {
  const std::string text = c_of(kTimer + "settime t0 rel value=1ms\n= 0 @ 1000000200\nsleep 5ms\n= 0 @ 1005100000\n" +
                                "gettime t0\n= 0 value=0,0 interval=0,0 @ 1005100100\nunmask USR1\n= 0 @ 1005100200\n");
  EXPECT_TRUE(says(text, "it goes on")) << text;
  EXPECT_TRUE(says(text, "after2 >= after1 + 1000000")) << text;
  EXPECT_EQ(exit_code({"death", text}), 0);
}

TEST_F(Reproducer, OfAReadOfNothingDoesNotWaitForEver) {
  const std::string text = c_of("read 0\n= -EINVAL @ 1000000100\n");
  EXPECT_TRUE(says(text, "read_timerfd((struct timespec){0, 1})")) << text;
}

TEST_F(Reproducer, SaysWhyThereIsNone) {
  Trace trace;
  EXPECT_EQ(reproducer(trace, {}, {}).error(), "there is no step");
  trace.program.steps.resize(1);
  trace.results.resize(1);
  Divergence divergence;
  while (rule(divergence.rule).id != "ARG-TS-1")
    divergence.rule = static_cast<RuleIndex>(static_cast<int>(divergence.rule) + 1);
  trace.program.steps[0].op = Op::timens;
  EXPECT_EQ(reproducer(trace, divergence, {}).error(), "it makes a time namespace");
}

}  // namespace
}  // namespace timerlaw::reports
