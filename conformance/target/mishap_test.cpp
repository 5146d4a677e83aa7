// SPDX-License-Identifier: Apache-2.0
// Targets that complain, hang and talk nonsense: small commands around the agent.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The agent behind a console of its own: its stdin and stdout pass through unchanged.
SessionOptions behind(const std::string& command) {
  SessionOptions options = test_options();
  options.target = "cmd:" + command;
  return options;
}

// Lets the agent's answers through, and says something on stderr before the one of program 1.
constexpr const char* kComplains =
    "{agent} | { read -r hello; printf '%s\\n' \"$hello\"; read -r first; printf '%s\\n' \"$first\"; read -r second; "
    "echo '[    1.0] WARNING: CPU: 0 PID: 41 at kernel/time/hrtimer.c:1' >&2; echo 'RIP: 0010:hrtimer_start' >&2; "
    "printf '%s\\n' \"$second\"; cat; }";

Program small() {
  return {Child::reused, {set_step(Op::pending, {})}};
}

TEST(Mishap, AComplaintIsThereWithTheTraceOfTheProgramThatCausedIt) {
  const auto session = open_session(behind(kComplains));
  ASSERT_TRUE(session);
  for (std::uint64_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(session->send(i, small()));
    ASSERT_TRUE(session->flush());
    const auto received = session->receive();
    ASSERT_TRUE(received) << received.error();
    const std::string splat = session->take_splat();
    EXPECT_EQ(says(splat, "WARNING: CPU: 0 PID: 41 at kernel/time/hrtimer.c:1\nRIP: 0010:hrtimer_start"), i == 1)
        << splat;
    EXPECT_EQ(session->take_splat(), "");
  }
}

TEST(Mishap, WhatAKernelSaysWhileItBootsIsNoComplaintAboutAProgram) {
  const auto session = open_session(behind("echo 'WARNING: CPU: 0 PID: 1 at init/main.c:1' >&2; exec"));
  ASSERT_TRUE(session);
  EXPECT_EQ(session->take_splat(), "");
}

TEST(Mishap, TheConsoleIsWrittenDown) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "timerlaw-console-test.log";
  std::filesystem::remove(file);
  SessionOptions options = behind("echo booting; echo from the serial line >&2; exec");
  options.console = std::make_shared<ConsoleLog>();
  ASSERT_TRUE(open_session(options));
  EXPECT_FALSE(std::filesystem::exists(file));
  options.console->to_file(file);
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  EXPECT_TRUE(says(text.str(), "booting\n") && says(text.str(), "from the serial line\n")) << text.str();
  std::filesystem::remove(file);
}

TEST(Mishap, ATargetThatStopsAnsweringHangs) {
  SessionOptions options =
      behind("{agent} | { read -r hello; printf '%s\\n' \"$hello\"; echo stuck >&2; exec cat >/dev/null; }");
  options.hang_limit = Nanos{100'000'000};
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(7, small()));
  ASSERT_TRUE(session->flush());
  const auto received = session->receive();
  ASSERT_FALSE(received);
  EXPECT_TRUE(session->hung());
  EXPECT_TRUE(says(received.error(), "hangs") && says(received.error(), "program 7") && says(received.error(), "stuck"))
      << received.error();
}

TEST(Mishap, ATargetThatDoesNotEndWhenItIsToldToHangs) {
  SessionOptions options = behind(
      "{agent} | { read -r hello; printf '%s\\n' \"$hello\"; read -r first; printf '%s\\n' \"$first\"; exec sleep "
      "1000; }");
  options.hang_limit = Nanos{100'000'000};
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(0, small()));
  ASSERT_TRUE(session->finish());
  auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  received = session->receive();
  ASSERT_FALSE(received);
  EXPECT_TRUE(session->hung() && says(received.error(), "after the last program")) << received.error();
}

TEST(Mishap, AProgramThatWaitsIsNotAHang) {
  SessionOptions options = test_options();
  options.hang_limit = Nanos{200'000'000};
  const auto session = open_session(options);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(0, {Child::reused, {set_step(Op::sleep, {}, Nanos{400'000'000})}}));
  ASSERT_TRUE(session->flush());
  const auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  EXPECT_EQ((*received)->trace.ending, Ending::done);
}

TEST(Mishap, NonsenseInPlaceOfATraceIsAnErrorWithWhatWasSaid) {
  const auto session =
      open_session(behind("{agent} | { read -r hello; printf '%s\\n' \"$hello\"; read -r first; echo nonsense; }"));
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->send(3, small()));
  ASSERT_TRUE(session->flush());
  const auto received = session->receive();
  ASSERT_FALSE(received);
  EXPECT_FALSE(session->hung());
  EXPECT_TRUE(says(received.error(), "program 3") && says(received.error(), "nonsense")) << received.error();
}

TEST(Mishap, TheTaintFlagsAreToldAtTheEnd) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  EXPECT_FALSE(session->tainted_at_end());
  ASSERT_TRUE(session->finish());
  const auto received = session->receive();
  ASSERT_TRUE(received) << received.error();
  ASSERT_FALSE(*received);
  EXPECT_EQ(session->tainted_at_end(), session->facts().tainted);
}

}  // namespace
}  // namespace timerlaw
