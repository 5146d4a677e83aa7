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

TEST(Feeder, IsIdleOnlyBetweenAnAnswerAndTheNextProgram) {
  Feeder feeder;
  output(feeder, "\x1e");
  EXPECT_FALSE(feeder.idle());
  output(feeder, "tl{H}aaaaa\n");
  EXPECT_TRUE(feeder.idle());
  input(feeder, "tl{P1}aaaaa\ntl{P2}aaaaa\n");
  EXPECT_EQ(feeder.next_line(), "tl{P1}aaaaa\n");
  EXPECT_FALSE(feeder.idle());
  output(feeder, "tl{T1}aa");
  EXPECT_FALSE(feeder.idle());
  output(feeder, "aaa\n");
  EXPECT_TRUE(feeder.idle());
  EXPECT_EQ(feeder.next_line(), "tl{P2}aaaaa\n");
  output(feeder, "tl{D}aaaaa\n");
  EXPECT_TRUE(feeder.idle());
}

TEST(Feeder, ALineThatIsNoProgramAsksForNoAnswer) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  input(feeder, "noise\n");
  EXPECT_EQ(feeder.next_line(), "noise\n");
  EXPECT_TRUE(feeder.idle());
}

TEST(Feeder, AnEchoedProgramIsNoAnswer) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  input(feeder, "tl{P1}aaaaa\n");
  feeder.next_line();
  output(feeder, "tl{P1}aaaaa\n");
  EXPECT_FALSE(feeder.idle());
  output(feeder, "tl{T1}aaaaa\n");
  EXPECT_TRUE(feeder.idle());
}

TEST(Feeder, ALineThatNeverEndsIsSentBeforeTheEndOfTheInput) {
  Feeder feeder;
  output(feeder, "\x1e");
  input(feeder, "tl{P1}aa");
  EXPECT_FALSE(feeder.can_send());
  feeder.end_input();
  EXPECT_EQ(feeder.next_line(), "tl{P1}aa");
  EXPECT_TRUE(feeder.can_send());
  EXPECT_EQ(feeder.next_line(), "\x04");
  EXPECT_FALSE(feeder.can_send());
}

TEST(Feeder, IsNotIdleAfterTheEndOfTheInputForTheMachineHasToEnd) {
  Feeder feeder;
  output(feeder, "\x1etl{H}aaaaa\n");
  feeder.end_input();
  EXPECT_TRUE(feeder.idle());
  feeder.next_line();
  EXPECT_FALSE(feeder.idle());
}

TEST(Feeder, GivesAllAtOnceToAMachineThatNeedsNoLeading) {
  Feeder feeder;
  output(feeder, "\x1e");
  input(feeder, "tl{P1}aaaaa\ntl{P2}aaaaa\n");
  EXPECT_EQ(feeder.all(), "tl{P1}aaaaa\ntl{P2}aaaaa\n");
  feeder.end_input();
  EXPECT_EQ(feeder.all(), "\x04");
}

}  // namespace
}  // namespace timerlaw::lab
