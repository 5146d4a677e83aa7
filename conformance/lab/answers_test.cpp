// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/answers.h"

#include <gtest/gtest.h>

namespace timerlaw::lab {
namespace {

TEST(Answers, AnAgentIsIdleOnlyWhenItHasGreetedAndAnsweredEverything) {
  Answers answers;
  EXPECT_FALSE(answers.idle());
  answers.take_output("tl{H}aaaaa\n");
  EXPECT_TRUE(answers.idle());
  answers.take_programs("tl{P1}aaaaa\ntl{P2}aaaaa\n");
  EXPECT_FALSE(answers.idle());
  answers.take_output("tl{T1}aaaaa\ntl{T2}aa");
  EXPECT_FALSE(answers.idle());
  answers.take_output("aaa\n");
  EXPECT_TRUE(answers.idle());
}

TEST(Answers, ADamagedLineIsAnAnswerToo) {
  Answers answers;
  answers.take_output("tl{H}aaaaa\n");
  answers.take_programs("tl{P1}aaaaa\n");
  answers.take_output("tl{D}aaaaa\n");
  EXPECT_TRUE(answers.idle());
}

TEST(Answers, ALineThatIsNoProgramAsksForNone) {
  Answers answers;
  answers.take_output("tl{H}aaaaa\n");
  answers.take_programs("noise\n\n");
  EXPECT_TRUE(answers.idle());
}

TEST(Answers, AnEchoedProgramIsNone) {
  Answers answers;
  answers.take_output("tl{H}aaaaa\n");
  answers.take_programs("tl{P1}aaaaa\n");
  answers.take_output("tl{P1}aaaaa\n");
  EXPECT_FALSE(answers.idle());
}

TEST(Answers, AfterTheEndOfTheInputAnAgentIsIdleNoMoreForItHasToEnd) {
  Answers answers;
  answers.take_output("tl{H}aaaaa\n");
  answers.take_programs("\x04");
  EXPECT_FALSE(answers.idle());
}

}  // namespace
}  // namespace timerlaw::lab
