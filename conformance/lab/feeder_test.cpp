// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/feeder.h"

#include <gtest/gtest.h>

#include <string>

namespace timerlaw::lab {
namespace {

void input(Feeder& feeder, const std::string& bytes) {
  feeder.take_input(bytes.data(), bytes.size());
}

std::string output(Feeder& feeder, const std::string& bytes) {
  return feeder.take_output(bytes.data(), bytes.size());
}

TEST(Feeder, SendsNothingBeforeTheMachineIsReady) {
  Feeder feeder;
  input(feeder, "tl{P1}aaaaa\n");
  EXPECT_FALSE(feeder.can_send());
  EXPECT_EQ(output(feeder, "noise\x1etl"), "noisetl");
  EXPECT_TRUE(feeder.can_send());
}

TEST(Feeder, SendsWholeLinesAndNoMoreThanItIsAskedFor) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  EXPECT_TRUE(feeder.idle());
  input(feeder, "tl{P1}aaaaa\ntl{P2}aaaaa\ntl{P3}aa");
  EXPECT_EQ(feeder.next_lines(1), "tl{P1}aaaaa\n");
  EXPECT_FALSE(feeder.idle());
  EXPECT_EQ(feeder.next_lines(9), "tl{P2}aaaaa\n");
  EXPECT_FALSE(feeder.can_send());
  input(feeder, "aaa\n");
  EXPECT_EQ(feeder.next_lines(9), "tl{P3}aaaaa\n");
}

TEST(Feeder, KnowsWhenAllButTheLastLinesAreAnswered) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  input(feeder, "tl{P1}aaaaa\ntl{P2}aaaaa\ntl{P3}aaaaa\n");
  feeder.next_lines(2);
  EXPECT_TRUE(feeder.only_last_unanswered());
  feeder.next_lines(1);
  EXPECT_FALSE(feeder.only_last_unanswered());
  output(feeder, "tl{T1}aaaaa\ntl{T2}aaaaa\n");
  EXPECT_TRUE(feeder.only_last_unanswered());
  EXPECT_FALSE(feeder.idle());
}

TEST(Feeder, ALineThatNeverEndsIsSentBeforeTheEndOfTheInput) {
  Feeder feeder;
  output(feeder, "\x1e");
  input(feeder, "tl{P1}aa");
  EXPECT_FALSE(feeder.can_send());
  feeder.end_input();
  EXPECT_EQ(feeder.next_lines(1), "tl{P1}aa");
  EXPECT_TRUE(feeder.can_send());
  EXPECT_EQ(feeder.next_lines(1), "\x04");
  EXPECT_FALSE(feeder.can_send());
}

TEST(Feeder, TheEndOfTheInputGoesWithTheLastLines) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  input(feeder, "tl{P1}aaaaa\n");
  feeder.end_input();
  EXPECT_EQ(feeder.next_lines(9), "tl{P1}aaaaa\n\x04");
  EXPECT_FALSE(feeder.can_send());
  EXPECT_FALSE(feeder.idle());
}

TEST(Feeder, SendsNoMoreThanTheLineHolds) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  const std::string line = "tl{P1}aaaaa\n";
  input(feeder, line + line + line + line);
  feeder.end_input();
  EXPECT_EQ(feeder.lines_within(2 * line.size() + 1), line + line);
  EXPECT_EQ(feeder.lines_within(2 * line.size() + 1), "");
  output(feeder, "tl{T1}aaaaa\n");
  EXPECT_EQ(feeder.lines_within(2 * line.size() + 1), "");  // what was answered may still lie there, as far as is known
  output(feeder, "tl{T2}aaaaa\n");
  EXPECT_EQ(feeder.lines_within(2 * line.size() + 1), line + line + '\x04');
}

TEST(Feeder, AnIdleAgentGetsALineThatIsTooLong) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  input(feeder, "tl{P1}aaaaa\ntl{P2}aaaaa\n");
  EXPECT_EQ(feeder.lines_within(3), "tl{P1}aaaaa\n");
  EXPECT_EQ(feeder.lines_within(3), "");
}

}  // namespace
}  // namespace timerlaw::lab
