// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_tests.h"

#include <algorithm>
#include <array>

namespace timerlaw::reports {
namespace {

using runner::FindingInfo;

// What the findings say of a rule.
struct Found {
  std::uint64_t fresh = 0;     // programs with a divergence that nothing explains
  std::uint64_t expected = 0;  // programs with one that is expected
  std::string reason;          // the first expectation's
  std::string link;
};

Found found(const Rule& rule, const MatrixColumn& column) {
  Found all;
  for (const FindingInfo& one : column.info->findings) {
    if (one.rule != rule.id)
      continue;
    (one.expected.empty() ? all.fresh : all.expected) += one.seen;
    if (all.reason.empty() && !one.expected.empty()) {
      all.reason = one.expected;
      all.link = one.link;
    }
  }
  // More than was looked into: there is no finding for those.
  const auto broken = column.tally.diverged.find(std::string(rule.id));
  if (broken != column.tally.diverged.end() && broken->second > all.fresh + all.expected)
    all.fresh = broken->second - all.expected;
  return all;
}

std::string cards_of(const Rule& rule, const TargetReport& target) {
  std::string text;
  for (const Card& card : target.cards)
    if (card.finding.rule == rule.id && card.expected.empty())
      text += card.text;
  return text;
}

std::string skip_reason(const MatrixCell& cell, const MatrixColumn& column) {
  switch (cell.state) {
    case MatrixState::no_law:
      return "no law in profile " + column.info->profile;
    case MatrixState::untestable:
      return cell.reason;
    default:
      return "not exercised: no wrong result would have been noticed in any program";
  }
}

RuleTest test_of(const Rule& rule, const TargetReport& target, bool complete) {
  const MatrixColumn& column = target.column;
  RuleTest test{&rule, RuleStatus::missing, "the run did not finish", "", ""};
  if (!column.info)
    return test;
  const Found all = found(rule, column);
  const auto about_it = [&](const auto& one) { return one.rule == rule.id; };
  if (all.fresh != 0) {
    test.status = RuleStatus::diverged;
    test.reason = std::to_string(all.fresh) + (all.fresh == 1 ? " program diverges" : " programs diverge");
    test.cards = cards_of(rule, target);
  } else if (const auto stale = std::ranges::find_if(column.info->stale, about_it); stale != column.info->stale.end()) {
    test.status = RuleStatus::stale;
    test.reason = "expected, and does not happen any more: " + one_line(to_text(*stale));
  } else if (const auto none = std::ranges::find_if(column.info->unexercised, about_it);
             none != column.info->unexercised.end()) {
    test.status = RuleStatus::unexercised;
    test.reason = "must be exercised, and was not: " + one_line(none->reason);
  } else if (all.expected != 0) {
    test.status = RuleStatus::expected;
    test.reason = one_line(all.reason);
    test.link = all.link;
  } else if (complete) {
    const MatrixCell cell = matrix_cell(rule, column);
    const bool held = cell.state == MatrixState::holds || cell.state == MatrixState::quirk;
    test.status = held ? RuleStatus::held : RuleStatus::skipped;
    test.reason = held ? "" : skip_reason(cell, column);
  }
  return test;
}

std::string harness_failure(const TargetReport& target) {
  if (!target.outcome.harness_failed)
    return "";
  if (!target.column.failure.empty())
    return one_line(target.column.failure);
  return target.column.info && !target.column.info->ended.empty() ? one_line(target.column.info->ended)
                                                                  : "the run did not finish";
}

}  // namespace

std::string_view status_name(RuleStatus status) {
  constexpr std::array<std::string_view, 7> kNames{"held",  "expected",    "skipped", "diverged",
                                                   "stale", "unexercised", "missing"};
  return kNames[static_cast<std::size_t>(status)];
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, text.find('\n'))) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ')
    line.pop_back();
  return line;
}

RuleTests rule_tests(const TargetReport& target) {
  RuleTests all;
  all.harness = harness_failure(target);
  for (const Rule& rule : rules())
    if (rule.left_out.empty())
      all.tests.push_back(test_of(rule, target, all.harness.empty()));
  return all;
}

std::size_t count(const RuleTests& tests, RuleStatus status) {
  return static_cast<std::size_t>(
      std::ranges::count_if(tests.tests, [&](const RuleTest& test) { return test.status == status; }));
}

}  // namespace timerlaw::reports
