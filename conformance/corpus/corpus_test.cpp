// SPDX-License-Identifier: Apache-2.0
#include "conformance/corpus/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/corpus/corpus_text.h"
#include "conformance/formats/program_text.h"
#include "generators/certain_check.h"
#include "generators/parties.h"

namespace timerlaw {
namespace {

const Capabilities kAll{.time_namespaces = true, .time32 = true};

TEST(Corpus, HasEveryProgramOnceAndAnAgentAdmitsIt) {
  const Corpus corpus = embedded_corpus(kAll);
  std::set<std::string> seen;
  for (const Program& program : corpus.programs) {
    EXPECT_TRUE(admissible(program)) << to_text(program);
    EXPECT_TRUE(seen.insert(to_text(program)).second) << to_text(program);
  }
}

TEST(Corpus, EveryCertainPointHoldsUnderTheLawsItIsWrittenFor) {
  std::string error;
  const auto file = read_certain(certain_text(), "certain.edges", error);
  ASSERT_TRUE(file) << error;
  EXPECT_EQ(to_text(*file), certain_text());
  for (const CertainGroup& group : file->groups) {
    EXPECT_FALSE(group.points.empty()) << group.formula;
    EXPECT_FALSE(group.laws.empty()) << group.formula;
    for (const arithmetic::Law& law : group.laws) {
      for (const CertainPoint& point : group.points) {
        EXPECT_TRUE(holds(point, group.formula, law))
            << group.formula << " " << law.profile->name << " " << to_text(point.boundary);
      }
    }
  }
}

TEST(Corpus, AFolderThatHasNothingToReadIsAnError) {
  const auto read = read_corpus("/nowhere/at/all", kAll);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), "/nowhere/at/all: cannot be read");
}

}  // namespace
}  // namespace timerlaw
