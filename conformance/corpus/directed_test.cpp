// SPDX-License-Identifier: Apache-2.0
#include "conformance/corpus/directed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/corpus/corpus_text.h"
#include "conformance/formats/program_text.h"
#include "generators/parties.h"
#include "model/rule.h"

namespace timerlaw {
namespace {

TEST(Directed, EveryProgramIsAdmissible) {
  const auto source = directed_source();
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    EXPECT_TRUE(admissible(source->at(i))) << to_text(source->at(i));
  }
}

TEST(Directed, ProgramsAreAllDifferentAndReadBackAsTheyAre) {
  const auto source = directed_source();
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < source->size(); ++i) {
    const std::string text = to_text(source->at(i));
    seen.insert(text);
    const auto again = parse_programs(text, "again");
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(again->front(), source->at(i));
  }
  EXPECT_EQ(seen.size(), source->size());
}

TEST(Directed, GeneratedProgramsReadBackAsTheyAre) {
  const Capabilities can{.set_clock = true, .time_namespaces = true, .time32 = true};
  const auto random = random_source(1, true, can);
  const auto exhaustive = exhaustive_source();
  for (std::uint64_t i = 0; i < 5000; ++i) {
    for (const Program& program : {random->at(i), exhaustive->at(exhaustive->size() - 1 - i)}) {
      const auto again = parse_programs(to_text(program), "again");
      ASSERT_TRUE(again) << again.error() << to_text(program);
      EXPECT_EQ(again->front(), program) << to_text(program);
    }
  }
}

// The rules that stand at the head of a program's comment: `# ITR-6, SIG-Q-1: …`.
TEST(Directed, CommentsNameRulesThatExist) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) {
    ids.insert(rule.id);
  }
  for (const CorpusText& file : corpus_texts()) {
    std::string_view text = file.text;
    for (std::size_t line = text.find("\n# "); line != text.npos; line = text.find("\n# ", line + 1)) {
      std::string_view head = text.substr(line + 3, text.find('\n', line + 1) - line - 3);
      const std::size_t colon = head.find(':');
      if (colon == head.npos || head.find('-') > colon) {
        continue;
      }
      head = head.substr(0, colon);
      while (!head.empty()) {
        const std::size_t comma = std::min(head.find(", "), head.size());
        EXPECT_TRUE(ids.contains(head.substr(0, comma))) << file.family << ": " << head.substr(0, comma);
        head.remove_prefix(std::min(head.size(), comma + 2));
      }
    }
  }
}

}  // namespace
}  // namespace timerlaw
