// SPDX-License-Identifier: Apache-2.0
#include "generators/solver/finder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generators/solver/search.h"
#include "generators/solver/subjects.h"

namespace timerlaw::solver {
namespace {

TEST(Edges, TheCommittedListsOfClassesAreComplete) {
  const auto corpus = edge_corpus();
  EXPECT_EQ(check_complete({corpus.begin(), corpus.end()}, 2), std::vector<std::string>{});
}

TEST(Edges, AClassThatIsNotListedIsFound) {
  ASSERT_NE(timerlaw::find_edges("alarm_shown"), nullptr);
  EdgeFile file = *timerlaw::find_edges("alarm_shown");
  file.groups.front().classes.pop_back();
  EXPECT_EQ(check_complete({file}, 1).size(), 1u);
}

TEST(Edges, AreTheSameOnAnyNumberOfThreads) {
  for (const char* formula : {"alarm_shown", "settime_take"}) {
    const Found one = find_all({formula, ""}, 1);
    const Found two = find_all({formula, ""}, 2);
    ASSERT_TRUE(one.problems.empty());
    EXPECT_EQ(to_text(one.files.front()), to_text(two.files.front()));
    ASSERT_NE(timerlaw::find_edges(formula), nullptr);
    EXPECT_EQ(one.files.front().groups.size(), timerlaw::find_edges(formula)->groups.size());
  }
}

TEST(Edges, TheHalfSecondOfAlarmIsAStep) {
  const Found found = find_all({"alarm_shown", "linux-6.15"}, 1);
  const auto& witnesses = found.files.front().groups.front().witnesses;
  const auto at = std::ranges::find(witnesses, std::vector<Wide>{1'499'999'999}, &Witness::inputs);
  ASSERT_NE(at, witnesses.end());
  EXPECT_EQ(at->outputs, std::vector<Wide>{1});
  EXPECT_EQ(at->reasons, std::vector<std::string>{"step /1000000000 left+1"});
}

TEST(Search, FindsTheSmallestPointWhateverTheModel) {
  z3::context context;
  const z3::expr x = context.int_const("x");
  const z3::expr y = context.int_const("y");
  Search search(context);
  search.assume(x * y == 1001 && x > 1 && x < 1000 && y > 1);
  EXPECT_EQ(*search.smallest_point(std::vector<z3::expr>{x, y}), (std::vector<Wide>{7, 143}));
  search.assume(x < 7);
  EXPECT_FALSE(search.possible());
}

}  // namespace
}  // namespace timerlaw::solver
