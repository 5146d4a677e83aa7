// SPDX-License-Identifier: Apache-2.0
#include "reports/terminal.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include "conformance/runner/duration.h"
#include "reports/summary.h"

namespace timerlaw::reports {
namespace {

using runner::show_duration;

std::string spots_text(const TargetReport& target) {
  std::ostringstream out;
  for (const Spot& spot : target.latest)
    out << "  slowest     program " << spot.index << ": a timer " << show_duration(spot.late) << " late\n";
  for (const Spot& spot : target.weakest)
    out << "  weakest     program " << spot.index << ": " << spot.weak << " of " << spot.steps << " steps weak\n";
  return out.str();
}

// Before the last two lines, which say where the results are and what to do next.
std::string one_target(const TargetReport& target) {
  std::string text = summary_text(
      {target.outcome, *target.column.info, target.column.tally, target.column.folder, target.unexplained});
  const std::size_t end = text.find("\n  results ");
  return text.insert(end == std::string::npos ? text.size() : end + 1, spots_text(target));
}

void add_targets(std::ostream& out, const Report& report) {
  std::size_t width = 0;
  for (const TargetReport& target : report.targets)
    width = std::max(width, target.column.name.size());
  for (const TargetReport& target : report.targets) {
    const MatrixColumn& column = target.column;
    out << "  " << column.name << std::string(width + 2 - column.name.size(), ' ') << verdict_word(target.outcome);
    if (column.info)
      out << ": kernel " << column.info->facts.release << ", " << column.info->profile << ", " << column.tally.judged
          << " programs judged, " << target.unexplained << " with new divergences";
    if (!column.failure.empty())
      out << ": " << column.failure.substr(0, column.failure.find('\n'));
    out << "\n";
  }
}

void add_rules(std::ostream& out, const Report& report) {
  std::map<std::string, std::string> fresh;
  std::map<std::string, std::string> expected;
  for (const TargetReport& target : report.targets)
    for (const Card& card : target.cards) {
      std::string& names = (card.expected.empty() ? fresh : expected)[card.finding.rule];
      const std::string name = " " + target.column.name + ",";
      if ((" " + names).find(name) == std::string::npos)
        names += name;
    }
  const auto add = [&](const char* word, const std::map<std::string, std::string>& rules) {
    for (const auto& [rule, names] : rules)
      out << "  " << word << rule << ":" << names.substr(0, names.size() - 1) << "\n";
  };
  add("new         ", fresh);
  add("expected    ", expected);
}

}  // namespace

std::string verdict_word(const runner::Outcome& outcome) {
  switch (runner::exit_code(outcome)) {
    case runner::kExitConforms:
      return "CONFORMS";
    case runner::kExitDiverged:
      return "DIVERGED";
    case runner::kExitStale:
      return "STALE";
    default:
      return outcome.unexercised && !outcome.harness_failed ? "NOT EXERCISED" : "NOT FINISHED";
  }
}

std::string terminal_report(const Report& report) {
  if (report.targets.size() == 1 && report.targets.front().column.info)
    return one_target(report.targets.front());
  std::ostringstream out;
  out << verdict_word(outcome_of(report)) << ": " << report.targets.size() << " targets\n";
  add_targets(out, report);
  add_rules(out, report);
  out << "  next        timerlaw report --format html --out report.html";
  for (const TargetReport& target : report.targets)
    out << " " << target.column.folder;
  out << "\n";
  return out.str();
}

}  // namespace timerlaw::reports
