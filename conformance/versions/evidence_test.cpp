// SPDX-License-Identifier: Apache-2.0
// The traces of real kernels that the rules stand on, judged by the profile of the kernel that each comes from.
#include "conformance/versions/evidence.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "conformance/versions/explained.h"
#include "model/rule.h"

namespace timerlaw::versions {
namespace {

const std::vector<Evidence>& evidence() {
  static const auto read = read_evidence(TIMERLAW_EVIDENCE);
  if (!read)
    ADD_FAILURE() << read.error();
  static const std::vector<Evidence> none;
  return read ? *read : none;
}

// `accepted`, `disturbed`, or `RULE at step N`.
std::string verdict_of(const Recorded& recorded, const Profile& profile) {
  const Judgement judgement = judged(recorded.trace, profile, recorded.facts);
  if (judgement.disturbed)
    return "disturbed";
  if (!judgement.diverged())
    return "accepted";
  const Divergence& first = judgement.divergences.front();
  return std::string(rule(first.rule).id) + " at step " + std::to_string(first.step);
}

TEST(Evidence, GetsTheVerdictThatItNamesByTheProfileOfItsKernel) {
  for (const Evidence& one : evidence())
    for (const Recorded& recorded : one.traces) {
      const Profile* profile = profile_for_release(recorded.facts.release);
      ASSERT_NE(profile, nullptr) << one.file << ": no profile describes " << recorded.facts.release;
      EXPECT_EQ(verdict_of(recorded, *profile), one.expected) << one.file;
    }
}

TEST(Evidence, IsNumberedWithoutGaps) {
  int number = 0;
  for (const Evidence& one : evidence()) {
    std::string expected = std::to_string(++number);
    expected.insert(0, expected.size() < 3 ? 3 - expected.size() : 0, '0');
    EXPECT_EQ(one.number, expected) << one.file;
  }
}

TEST(Evidence, IsCitedByTheRulesThatItSaysItShowsAndByNoOthers) {
  std::map<std::string, std::set<std::string>> showing;
  for (const Evidence& one : evidence())
    for (const std::string& id : one.shows) {
      const Rule* shown = find_rule(id);
      ASSERT_NE(shown, nullptr) << one.file << ": " << id;
      const Profile* profile = profile_for_release(one.traces.front().facts.release);
      EXPECT_TRUE(profile != nullptr && shown->holds(*profile)) << one.file << ": " << id << " does not hold there";
      showing[id].insert(one.number);
    }
  for (const Rule& rule : rules()) {
    const std::vector<std::string> numbers = cited(rule.evidence);
    EXPECT_EQ(std::set<std::string>(numbers.begin(), numbers.end()), showing[std::string(rule.id)]) << rule.id;
  }
}

TEST(Evidence, IsOfProgramsThatRan) {
  for (const Evidence& one : evidence())
    for (const Recorded& recorded : one.traces)
      EXPECT_NE(recorded.trace.ending, Ending::refused) << one.file;
}

TEST(Evidence, ThatARuleCitesExistsAndAllThatExistsIsCited) {
  std::set<std::string> numbers;
  for (const Evidence& one : evidence())
    EXPECT_TRUE(numbers.insert(one.number).second) << one.file << ": a second one with this number";
  std::set<std::string> used;
  for (const Rule& rule : rules())
    for (const std::string& number : cited(rule.evidence)) {
      EXPECT_TRUE(numbers.contains(number)) << rule.id << " cites " << number << ", which is not there";
      used.insert(number);
    }
  for (const Evidence& one : evidence())
    EXPECT_TRUE(used.contains(one.number)) << one.file << " is cited by no rule";
}

}  // namespace
}  // namespace timerlaw::versions
