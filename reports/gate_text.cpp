// SPDX-License-Identifier: Apache-2.0
#include "reports/gate_text.h"

#include <algorithm>
#include <sstream>

#include "reports/rule_tests.h"
#include "reports/terminal.h"

namespace timerlaw::reports {
namespace {

// `kernel 6.18.5, linux-6.15: 14210 programs judged, 201 rules held, 3 expected to diverge`.
std::string about(const TargetReport& target, const RuleTests& tests) {
  std::ostringstream out;
  if (!target.column.info)
    return tests.harness;
  const runner::RunInfo& info = *target.column.info;
  out << "kernel " << info.facts.release << ", " << info.profile << ": " << target.column.tally.judged
      << " programs judged, " << count(tests, RuleStatus::held) << " rules held, " << count(tests, RuleStatus::expected)
      << " diverge as expected";
  return out.str();
}

// The first card of a rule, as a file; empty if it has none.
std::string card_file(const TargetReport& target, const RuleTest& test) {
  const auto card = std::ranges::find_if(target.cards, [&](const Card& one) {
    return one.finding.rule == test.rule->id && one.expected.empty() && !one.folder.empty();
  });
  return card == target.cards.end() ? "" : target.column.folder + "/" + card->folder + "/card.md";
}

void add_failures(std::ostream& out, const TargetReport& target, const RuleTests& tests) {
  for (const RuleTest& test : tests.tests) {
    switch (test.status) {
      case RuleStatus::diverged: {
        const std::string card = card_file(target, test);
        out << "  new         " << test.rule->id << ", " << test.reason << (card.empty() ? "" : ": " + card) << "\n";
        break;
      }
      case RuleStatus::unexercised:
        out << "  unexercised " << test.rule->id << ", which " << test.reason << "\n";
        break;
      default:
        break;
    }
  }
  if (target.column.info)
    for (const runner::StaleInfo& stale : target.column.info->stale)
      out << "  stale       " << one_line(to_text(stale)) << "\n";
  if (!tests.harness.empty() && target.column.info)
    out << "  unfinished  " << tests.harness << "\n";
}

}  // namespace

std::string gate_text(const Report& report) {
  std::ostringstream out;
  for (const TargetReport& target : report.targets) {
    const RuleTests tests = rule_tests(target);
    out << verdict_word(target.outcome) << ": " << target.column.name << ", " << about(target, tests) << "\n";
    add_failures(out, target, tests);
  }
  return out.str();
}

std::string gate_markdown(const Report& report) {
  std::ostringstream out;
  out << "## timerlaw: " << verdict_word(outcome_of(report)) << "\n\n```\n" << gate_text(report) << "```\n";
  return out.str();
}

}  // namespace timerlaw::reports
