// SPDX-License-Identifier: Apache-2.0
#include "generators/edge_file.h"

#include <gtest/gtest.h>

namespace timerlaw {
namespace {

constexpr std::string_view kText =
    "timerlaw edges 1\n"
    "# Written by `timerlaw edges`; docs/edges.md says how to read it.\n"
    "formula timespec_valid\n"
    "solver z3 4.8.12.0\n"
    "inputs sec nsec\n"
    "outputs valid\n"
    "\n"
    "laws native64 tick=4000000 linux-3.10..linux-4.11 linux-6.15 posix\n"
    "laws compat32-time32 tick=4000000 linux-7.2\n"
    "class 1: CONV-6/negative-seconds\n"
    "class 2: CONV-6/valid\n"
    "complete: 2 classes, unsat\n"
    "edge 1: sec=-1 nsec=0 -> valid=0 | flip CONV-6/negative-seconds sec+1 CONV-6/valid, max sec\n"
    "edge 2: sec=9223372036854775807 nsec=0 -> valid=1 | max sec\n";

std::string error_of(std::string_view text) {
  std::string error;
  EXPECT_FALSE(read_edges(text, "here", error));
  return error;
}

TEST(EdgeFile, ReadsBackAsItIs) {
  std::string error;
  const auto file = read_edges(kText, "here", error);
  ASSERT_TRUE(file) << error;
  ASSERT_EQ(file->groups.size(), 1u);
  const EdgeGroup& group = file->groups.front();
  ASSERT_EQ(group.laws.size(), 6u);
  EXPECT_EQ(group.laws[1].profile->name, "linux-4.10");
  EXPECT_TRUE(group.laws[5].time32);
  ASSERT_EQ(group.witnesses.size(), 2u);
  EXPECT_EQ(group.witnesses[0].inputs, (std::vector<Wide>{-1, 0}));
  EXPECT_EQ(group.witnesses[0].reasons.size(), 2u);
  EXPECT_EQ(group.witnesses[1].of_class, 1u);
  EXPECT_EQ(to_text(*file), kText);
}

TEST(EdgeFile, ErrorsNameTheLine) {
  EXPECT_EQ(error_of("hello\n"), "here:1: expected 'timerlaw edges 1'");
  EXPECT_EQ(error_of("timerlaw edges 1\nlaws native64 tick=1 linux-9.9\n"),
            "here:2: expected a profile or FIRST..LAST, found 'linux-9.9'");
  const std::string head = "timerlaw edges 1\nformula f\ninputs a\noutputs b\nlaws native64 tick=1 posix\nclass 1: X\n";
  EXPECT_EQ(error_of(head + "complete: 2 classes, unsat\n"), "here:7: expected '1 classes, unsat'");
  EXPECT_EQ(error_of(head + "edge 2: a=1 -> b=1 | min a\n"), "here:7: expected the number of a class, found '2'");
  EXPECT_EQ(error_of(head + "edge 1: b=1 -> b=1 | min a\n"), "here:7: expected a=, found 'b=1'");
  EXPECT_EQ(error_of(head + "edge 1: a=1 -> b=1\n"), "here:7: expected edge CLASS: INPUTS -> OUTPUTS | REASONS");
}

TEST(EdgeFile, EveryEmbeddedFileIsThatOfItsFormula) {
  for (const EdgeFile& file : edge_corpus()) {
    EXPECT_EQ(find_edges(file.formula), &file);
  }
}

}  // namespace
}  // namespace timerlaw
