// SPDX-License-Identifier: Apache-2.0
#include "reports/markdown.h"

#include <sstream>
#include <string_view>
#include <vector>

#include "reports/terminal.h"

namespace timerlaw::reports {
namespace {

// The headings of a part one level below those of the whole; lines between fences are no headings.
std::string one_level_below(std::string_view text) {
  std::string out;
  bool fenced = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    fenced = fenced != line.starts_with("```");
    if (!fenced && line.starts_with("#"))
      out += "#";
    out += line;
    text.remove_prefix(line.size());
  }
  return out;
}

void add_cards(std::ostream& out, const TargetReport& target, bool several) {
  for (const Card& card : target.cards) {
    std::string text = card.text;
    if (several)
      text.insert(std::min(text.find('\n'), text.size()), " on " + target.column.name);
    out << "\n" << one_level_below(text);
    if (!card.expected.empty())
      out << "\nExpected: " << card.expected << "\n";
  }
}

}  // namespace

std::string markdown_report(const Report& report) {
  std::ostringstream out;
  const bool several = report.targets.size() > 1;
  out << "# timerlaw: " << verdict_word(outcome_of(report)) << "\n\n```\n" << terminal_report(report) << "```\n";
  if (several) {
    std::vector<MatrixColumn> columns;
    for (const TargetReport& target : report.targets)
      columns.push_back(target.column);
    out << "\n" << one_level_below(matrix_markdown(columns));
  }
  for (const TargetReport& target : report.targets)
    add_cards(out, target, several);
  return out.str();
}

}  // namespace timerlaw::reports
