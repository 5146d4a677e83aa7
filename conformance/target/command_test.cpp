// SPDX-License-Identifier: Apache-2.0
#include "conformance/target/command.h"

#include <gtest/gtest.h>

namespace timerlaw {
namespace {

SessionOptions with_target(const std::string& target) {
  SessionOptions options;
  options.target = target;
  return options;
}

Expected<std::vector<std::string>> command_for(const SessionOptions& options, const std::string& agent) {
  return agent_command(options, *parse_target(options.target), agent);
}

using Words = std::vector<std::string>;

TEST(AgentCommand, TheHostRunsTheAgentItself) {
  EXPECT_EQ(*command_for(with_target("host"), "/a/agent"), (Words{"/a/agent"}));
}

TEST(AgentCommand, ACommandGetsThePathAtItsEndOrWhereItSays) {
  EXPECT_EQ(*command_for(with_target("cmd:ssh board"), "/a/agent"), (Words{"/bin/sh", "-c", "ssh board '/a/agent'"}));
  EXPECT_EQ(*command_for(with_target("cmd:sh -c \"exec {agent}\" x"), "/a/agent"),
            (Words{"/bin/sh", "-c", "sh -c \"exec '/a/agent'\" x"}));
}

TEST(AgentCommand, APathIsQuoted) {
  EXPECT_EQ(*command_for(with_target("cmd:run"), "/it's here/agent"),
            (Words{"/bin/sh", "-c", "run '/it'\\''s here/agent'"}));
}

TEST(AgentCommand, OptionsFollowThePath) {
  SessionOptions options = with_target("host");
  options.clock = "syscall";
  options.cpu = 1;
  options.record = false;
  options.allow_set_clock = true;
  options.watchdog = Nanos{5};
  options.stop_randomly = 7;
  EXPECT_EQ(*command_for(options, "/a/agent"), (Words{"/a/agent", "--clock", "syscall", "--cpu", "1", "--record", "0",
                                                      "--allow-set-clock", "--watchdog", "5", "--stop-randomly", "7"}));
}

TEST(FindAgent, AMissingAgentIsNamed) {
  const auto agent = find_agent("/nowhere/timerlaw-agent", "");
  ASSERT_FALSE(agent);
  EXPECT_NE(agent.error().find("/nowhere/timerlaw-agent"), std::string::npos);
}

TEST(FindAgent, AnAbiThatNoAgentIsBuiltForNamesTheAgentThatIsMissing) {
  const auto agent = find_agent("", "m68k");
  ASSERT_FALSE(agent);
  EXPECT_NE(agent.error().find("no timerlaw-agent-m68k lies in"), std::string::npos) << agent.error();
}

}  // namespace
}  // namespace timerlaw
