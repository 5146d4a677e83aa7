// SPDX-License-Identifier: Apache-2.0
// Each gap that is known has a trace that shows it (gaps/), and stands in docs/oracle-gaps.md with its justification.
#include "generators/solver/explain/gaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "conformance/formats/trace_text.h"
#include "generators/solver/explain/comparison.h"

namespace timerlaw::solver {

std::set<std::string> justified_gaps() {
  std::set<std::string> gaps;
  std::ifstream in(TIMERLAW_GAPS_DOCUMENT);
  const std::string heading = "### ";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(heading)) {
      gaps.insert(line.substr(heading.size()));
    }
  }
  return gaps;
}

namespace {

struct Witness {
  std::string file;
  std::string text;
  std::string profile = "linux-6.15";
  std::string gap;  // empty: it was one, and is closed
};

std::vector<Witness> witnesses() {
  std::vector<Witness> all;
  for (const auto& entry : std::filesystem::directory_iterator(TIMERLAW_GAPS)) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    Witness witness{.file = entry.path().filename().string(), .text = text.str(), .gap = ""};
    std::istringstream lines(witness.text);
    for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
      if (line.starts_with("# gap: ")) {
        witness.gap = line.substr(7);
      } else if (line.starts_with("# profile: ")) {
        witness.profile = line.substr(11);
      }
    }
    all.push_back(witness);
  }
  std::ranges::sort(all, {}, &Witness::file);
  return all;
}

TEST(OracleGaps, EachTraceShowsTheGapThatItNamesOrThatItIsClosed) {
  const std::vector<Witness> all = witnesses();
  EXPECT_FALSE(all.empty());
  for (const Witness& witness : all) {
    const auto traces = parse_traces(witness.text, witness.file);
    ASSERT_TRUE(traces) << traces.error();
    ASSERT_EQ(traces->size(), 1u) << witness.file;
    const Profile* profile = find_profile(witness.profile);
    ASSERT_NE(profile, nullptr) << witness.profile;
    const auto& [facts, trace] = traces->front();
    const Explanation explanation = explain_trace(trace, *profile, facts);
    EXPECT_EQ(explanation.answer, Answer::refuted) << witness.file;
    Judgement judgement;
    judge(trace, *profile, facts, {}, judgement);
    EXPECT_EQ(compare(trace, explanation, judgement).gap, witness.gap) << witness.file;
  }
}

TEST(OracleGaps, EachThatIsJustifiedHasATraceAndTheOtherWayAround) {
  std::set<std::string> shown;
  for (const Witness& witness : witnesses()) {
    if (!witness.gap.empty()) {
      shown.insert(witness.gap);
    }
  }
  EXPECT_EQ(shown, justified_gaps());
}

}  // namespace
}  // namespace timerlaw::solver
