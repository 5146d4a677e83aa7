// SPDX-License-Identifier: Apache-2.0
#include "reports/html/html_report.h"

#include <string_view>
#include <utility>
#include <vector>

#include "reports/html/card_json.h"
#include "reports/html/page_text.h"
#include "reports/html/rules_json.h"
#include "reports/html/target_json.h"

namespace timerlaw::reports {
namespace {

constexpr int kSchema = 1;
// For cards: a page of many targets stays below 2 MB.
constexpr std::size_t kCardBytes = 1'400'000;

void replace(std::string& text, std::string_view mark, std::string_view with) {
  if (const auto at = text.find(mark); at != std::string::npos)
    text.replace(at, mark.size(), with);
}

}  // namespace

std::string html_report(const Report& report) {
  std::vector<MatrixColumn> columns;
  Json targets = Json::array();
  for (const TargetReport& target : report.targets) {
    columns.push_back(target.column);
    targets.push_back(target_json(target));
  }
  const Json page{{"schema", kSchema},
                  {"targets", std::move(targets)},
                  {"law", rules_json(columns)},
                  {"cards", cards_json(report, kCardBytes)}};
  std::string html(page_html());
  replace(html, "/*STYLE*/", page_style());
  replace(html, "/*SCRIPT*/", page_script());
  replace(html, "/*RESULTS*/", script_json(page));  // last: it may hold anything
  return html;
}

}  // namespace timerlaw::reports
