// SPDX-License-Identifier: Apache-2.0
// How sessions begin and end, well and badly.
#include "conformance/target/session.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

Program small() {
  return {Child::reused, {set_step(Op::pending, {})}};
}

std::string start_error(const std::string& target) {
  SessionOptions options = test_options();
  options.target = target;
  const auto session = Session::start(options);
  return session ? "it started" : session.error();
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Session, TheHelloTellsWhatTheMachineIs) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  const TargetFacts& facts = session->facts();
  EXPECT_FALSE(facts.release.empty());
  EXPECT_FALSE(facts.machine.empty());
  EXPECT_GT(facts.tick.ns, 0);
  EXPECT_GT(facts.cpus, 0);
  EXPECT_GE(facts.bracket.ns, 0);
  EXPECT_TRUE(facts.in_order);
}

TEST(Session, TheClockCanBeReadBySystemCall) {
  SessionOptions options = test_options();
  options.clock = "syscall";
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->facts().clock_source, "syscall");
}

TEST(Session, NoiseIsSkippedAndCounted) {
  SessionOptions options = test_options();
  options.target = "cmd:sh -c 'echo booting; echo; echo login:; exec \"$0\"'";
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->noise(), 3u);
  ASSERT_TRUE(session->send(0, small()));
  ASSERT_TRUE(session->finish());
  auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  EXPECT_EQ((*received)->trace.ending, Ending::done);
  received = session->receive();
  ASSERT_TRUE(received) << received.error();
  EXPECT_FALSE(*received);
}

TEST(Session, ManyProgramsPassWhileOneThreadSendsAndAnotherReceives) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  constexpr std::uint64_t kCount = 5000;
  std::thread sender([&session] {
    for (std::uint64_t i = 0; i < kCount; ++i) {
      EXPECT_TRUE(session->send(10 * i, small()));
    }
    EXPECT_TRUE(session->finish());
  });
  std::uint64_t next = 0;
  while (true) {
    auto received = session->receive();
    EXPECT_TRUE(received) << received.error();
    if (!received || !*received) {
      break;
    }
    EXPECT_EQ((*received)->index, 10 * next++);
  }
  sender.join();
  EXPECT_EQ(next, kCount);
}

TEST(Session, AnAnswerComesWithoutFinish) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  for (std::uint64_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(session->send(i, small()));
    ASSERT_TRUE(session->flush());
    const auto received = session->receive();
    ASSERT_TRUE(received) << received.error();
    EXPECT_EQ((*received)->index, i);
  }
}

TEST(Session, ACommandThatFailsIsAnErrorWithItsStatus) {
  const std::string error = start_error("cmd:false");
  EXPECT_TRUE(says(error, "cmd:false") && says(error, "exit status 1")) << error;
}

TEST(Session, ACommandThatDoesNotExistIsAnErrorWithWhatTheShellSaid) {
  const std::string error = start_error("cmd:no-such-command-anywhere");
  EXPECT_TRUE(says(error, "exit status 127") && says(error, "stderr:") && says(error, "no-such-command-anywhere"))
      << error;
}

TEST(Session, AProgramThatIsNoAgentIsAnError) {
  EXPECT_TRUE(says(start_error("cmd:cat"), "before its hello"));
  EXPECT_TRUE(says(start_error("cmd:echo hello there; true"), "hello there"));
}

TEST(Session, ACommandThatSaysNothingRunsIntoTheHelloLimit) {
  SessionOptions options = test_options();
  options.target = "cmd:cat #";
  options.hello_limit = Nanos{20'000'000};
  const auto session = Session::start(options);
  ASSERT_FALSE(session);
  EXPECT_TRUE(says(session.error(), "no hello within 20 ms")) << session.error();
}

TEST(Session, ACpuThatTheTargetLacksIsAnError) {
  SessionOptions options = test_options();
  options.cpu = 100'000;
  const auto session = Session::start(options);
  ASSERT_FALSE(session);
  EXPECT_TRUE(says(session.error(), "cpu 100000")) << session.error();
}

TEST(Session, AnAgentThatIsKilledIsAnErrorWithItsLastOutput) {
  SessionOptions options = test_options();
  options.target = "cmd:echo last words; echo $$ is its id >&2; exec";
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(0, small()));
  ASSERT_TRUE(session->flush());
  auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  Program long_one{Child::reused, {set_step(Op::sleep, {}, Nanos{100'000'000'000})}};
  const pid_t child = static_cast<pid_t>((*received)->trace.pid);
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  ASSERT_GE(pidfd, 0);
  ASSERT_TRUE(session->send(1, long_one));
  ASSERT_TRUE(session->flush());
  char path[64];
  std::snprintf(path, sizeof(path), "/proc/%d/stat", child);
  std::FILE* stat = std::fopen(path, "r");
  ASSERT_TRUE(stat);
  int agent = 0;
  ASSERT_EQ(std::fscanf(stat, "%*d (%*[^)]) %*c %d", &agent), 1);
  std::fclose(stat);
  kill(agent, SIGKILL);
  received = session->receive();
  ASSERT_FALSE(received);
  EXPECT_TRUE(says(received.error(), "program 1") && says(received.error(), "signal 9")) << received.error();
  EXPECT_TRUE(says(received.error(), "last words") && says(received.error(), "is its id")) << received.error();
  // Its child ends with it.
  pollfd end{pidfd, POLLIN, 0};
  EXPECT_EQ(poll(&end, 1, -1), 1);
  close(pidfd);
}

TEST(Session, ADestroyedSessionLeavesNoProcess) {
  SessionOptions options = test_options();
  options.target = "cmd:sleep 1000 & exec";
  auto session = open_session(options);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(0, small()));
  ASSERT_TRUE(session->send(1, {Child::reused, {set_step(Op::sleep, {}, Nanos{100'000'000'000})}}));
  ASSERT_TRUE(session->flush());
  const auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  const pid_t child = static_cast<pid_t>((*received)->trace.pid);
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  ASSERT_GE(pidfd, 0);
  session.reset();
  pollfd end{pidfd, POLLIN, 0};
  EXPECT_EQ(poll(&end, 1, -1), 1);
  close(pidfd);
}

}  // namespace
}  // namespace timerlaw
