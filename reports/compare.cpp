// SPDX-License-Identifier: Apache-2.0
#include "reports/compare.h"

#include <algorithm>
#include <map>
#include <utility>

#include "reports/terminal.h"

namespace timerlaw::reports {
namespace {

bool diverges(RuleStatus status) {
  return status == RuleStatus::diverged || status == RuleStatus::expected;
}

ChangeKind kind_of(bool before, bool after) {
  if (before == after)
    return ChangeKind::changed;
  return after ? ChangeKind::appeared : ChangeKind::disappeared;
}

std::string about(const TargetReport& target) {
  std::string text = target.column.name;
  if (target.column.info)
    text += ", kernel " + target.column.info->facts.release + ", " + target.column.info->profile;
  return text + ": " + verdict_word(target.outcome);
}

std::vector<RuleChange> rule_changes(const TargetReport& before, const TargetReport& after) {
  const RuleTests old_tests = rule_tests(before);
  const RuleTests new_tests = rule_tests(after);
  std::vector<RuleChange> changes;
  for (std::size_t i = 0; i < old_tests.tests.size(); ++i) {
    const RuleTest& one = old_tests.tests[i];
    const RuleTest& other = new_tests.tests[i];
    if (one.status != other.status)
      changes.push_back({kind_of(diverges(one.status), diverges(other.status)), one.rule, one, other});
  }
  return changes;
}

using FindingKey = std::pair<std::string, std::string>;  // rule, program

std::map<FindingKey, std::string> findings_of(const TargetReport& target) {
  std::map<FindingKey, std::string> findings;
  if (target.column.info)
    for (const runner::FindingInfo& one : target.column.info->findings)
      findings.try_emplace({one.rule, one.program}, one.expected.empty() ? "new" : one_line(one.expected));
  return findings;
}

std::vector<FindingChange> finding_changes(const TargetReport& before, const TargetReport& after) {
  const auto old_ones = findings_of(before);
  const auto new_ones = findings_of(after);
  std::map<FindingKey, std::pair<std::string, std::string>> both;
  for (const auto& [key, reason] : old_ones)
    both[key].first = reason;
  for (const auto& [key, reason] : new_ones)
    both[key].second = reason;
  std::vector<FindingChange> changes;
  for (const auto& [key, reasons] : both)
    if (reasons.first != reasons.second)
      changes.push_back({kind_of(!reasons.first.empty(), !reasons.second.empty()), key.first, key.second, reasons.first,
                         reasons.second});
  return changes;
}

TargetChange change_of(const TargetReport& before, const TargetReport& after) {
  return {about(before), about(after), rule_changes(before, after), finding_changes(before, after)};
}

const TargetReport* named(const Report& report, const std::string& name) {
  const auto found =
      std::ranges::find_if(report.targets, [&](const TargetReport& one) { return one.column.name == name; });
  return found == report.targets.end() ? nullptr : &*found;
}

}  // namespace

Comparison compare(const Report& before, const Report& after) {
  if (before.targets.size() == 1 && after.targets.size() == 1)
    return {change_of(before.targets.front(), after.targets.front())};
  Comparison comparison;
  for (const TargetReport& target : before.targets) {
    if (const TargetReport* other = named(after, target.column.name))
      comparison.push_back(change_of(target, *other));
    else
      comparison.push_back({about(target), "", {}, {}});
  }
  for (const TargetReport& target : after.targets)
    if (named(before, target.column.name) == nullptr)
      comparison.push_back({"", about(target), {}, {}});
  return comparison;
}

}  // namespace timerlaw::reports
