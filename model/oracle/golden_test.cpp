// SPDX-License-Identifier: Apache-2.0
// Small traces with the verdict that they must get, most of them wrong on purpose. The first line of each says what is
// expected: `accepted`, `disturbed`, or `RULE at step N`; `# breaks:` names the statements of the law that are broken,
// where the rule under which the oracle notices is another; `# profile:` the profile, if it is not linux-6.15.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>

#include "conformance/formats/trace_text.h"
#include "model/judge.h"

namespace timerlaw {
namespace {

struct Golden {
  std::string name;
  std::string text;
  std::string expected;
  std::string profile = "linux-6.15";
  std::set<std::string> breaks;
};
void PrintTo(const Golden& golden, std::ostream* out) {
  *out << golden.name;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

Golden read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  Golden golden{
      .name = path.stem().string(), .text = text.str(), .expected = {}, .profile = "linux-6.15", .breaks = {}};
  for (const std::string& line : lines_of(golden.text)) {
    std::istringstream words(line);
    std::string hash;
    std::string key;
    words >> hash >> key;
    if (hash != "#") {
      break;
    }
    if (key == "expect:") {
      std::getline(words >> std::ws, golden.expected);
    } else if (key == "profile:") {
      words >> golden.profile;
    } else if (key == "breaks:") {
      for (std::string id; words >> id;) {
        golden.breaks.insert(id);
      }
    }
  }
  if (golden.breaks.empty() && golden.expected.find(" at step ") != std::string::npos) {
    golden.breaks.insert(golden.expected.substr(0, golden.expected.find(' ')));
  }
  return golden;
}

std::vector<Golden> read_all() {
  std::vector<Golden> all;
  for (const auto& entry : std::filesystem::directory_iterator(TIMERLAW_GOLDEN)) {
    if (entry.path().extension() == ".trace") {
      all.push_back(read(entry.path()));
    }
  }
  std::ranges::sort(all, {}, &Golden::name);
  return all;
}

class GoldenTrace : public testing::TestWithParam<Golden> {};

TEST_P(GoldenTrace, GetsTheVerdictThatItNames) {
  const auto traces = parse_traces(GetParam().text, GetParam().name);
  ASSERT_TRUE(traces) << traces.error();
  ASSERT_EQ(traces->size(), 1u);
  Judgement judgement;
  const Profile* profile = find_profile(GetParam().profile);
  ASSERT_NE(profile, nullptr) << GetParam().profile;
  judge(traces->front().trace, *profile, traces->front().facts, {}, judgement);
  std::string verdict = judgement.disturbed ? "disturbed" : "accepted";
  std::string why;
  if (judgement.diverged()) {
    const Divergence& first = judgement.divergences.front();
    verdict = std::string(rule(first.rule).id) + " at step " + std::to_string(first.step);
    why = first.observed + "; " + first.allowed;
  }
  EXPECT_EQ(verdict, GetParam().expected) << why;
}

INSTANTIATE_TEST_SUITE_P(Oracle, GoldenTrace, testing::ValuesIn(read_all()), [](const auto& tested) {
  std::string name = tested.param.name;
  std::ranges::replace_if(
      name, [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
});

TEST(GoldenTraces, ABrokenTraceDiffersInOneLineFromTheLawfulOneBesideIt) {
  std::map<std::string, Golden> by_name;
  for (Golden& golden : read_all()) {
    by_name.emplace(golden.name, std::move(golden));
  }
  const auto spoken = [](const Golden& golden) {
    std::vector<std::string> lines = lines_of(golden.text);
    std::erase_if(lines, [](const std::string& line) { return line.starts_with('#'); });
    return lines;
  };
  int pairs = 0;
  for (const auto& [name, golden] : by_name) {
    const auto lawful = by_name.find(name.substr(0, name.find(".broken")));
    if (lawful == by_name.end() || lawful->first == name) {
      continue;
    }
    ++pairs;
    const std::vector<std::string> a = spoken(lawful->second);
    const std::vector<std::string> b = spoken(golden);
    if (a.size() == b.size()) {
      const auto same = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
      EXPECT_TRUE(same < a.size() && std::equal(a.begin() + static_cast<std::ptrdiff_t>(same) + 1, a.end(),
                                                b.begin() + static_cast<std::ptrdiff_t>(same) + 1))
          << name;
    } else {
      // A handler's run that is missing.
      EXPECT_EQ(a.size(), b.size() + 1) << name;
      EXPECT_TRUE(std::ranges::includes(a, b, [](const auto&, const auto&) { return false; })) << name;
    }
  }
  EXPECT_GE(pairs, 60);
}

// Rules that no trace can break.
const std::map<std::string_view, std::string_view> kNotInTraces = {
    {"KERNEL-SPLAT", "is about the run: taint flags are no part of a trace"},
};

TEST(GoldenTraces, EveryRuleIsBrokenByOneUnlessNoTraceCan) {
  std::set<std::string> broken;
  for (const Golden& golden : read_all()) {
    broken.insert(golden.breaks.begin(), golden.breaks.end());
  }
  for (const std::string& id : broken) {
    EXPECT_NE(find_rule(id), nullptr) << id;
  }
  for (const Rule& rule : rules()) {
    const bool cannot = kNotInTraces.contains(rule.id) || !rule.left_out.empty() || rule.family == "twins";
    EXPECT_NE(broken.contains(std::string(rule.id)), cannot) << rule.id;
  }
}

}  // namespace
}  // namespace timerlaw
