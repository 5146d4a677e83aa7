// SPDX-License-Identifier: Apache-2.0
#include "reports/html/rules_json.h"

#include <algorithm>
#include <map>
#include <string>

#include "reports/rules_page.h"

namespace timerlaw::reports {
namespace {

struct Subject {
  std::string_view name;
  std::vector<std::string_view> prefixes;  // of ids
};

// In the order of the page.
const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      {"setitimer", {"ARG-SI-"}},
      {"getitimer", {"ARG-GI-"}},
      {"setitimer: ITIMER_REAL", {"ITR-"}},
      {"setitimer: ITIMER_VIRTUAL, ITIMER_PROF", {"ITC-"}},
      {"alarm", {"ARG-AL-", "ALRM-"}},
      {"timer_create", {"ARG-TC-", "ARG-ID-", "ARG-NOSYS"}},
      {"timer_create: ids", {"ID-", "ARG-PR-"}},
      {"timer_settime", {"ARG-TS-", "PT-ARM-", "PT-EXP-"}},
      {"timer_gettime", {"ARG-TG-", "PT-GET-", "PT-NONE"}},
      {"timer_getoverrun", {"OVR-"}},
      {"timer_delete", {"ARG-TD-"}},
      {"timers on CPU time", {"CPU-"}},
      {"all calls: conversions", {"CONV-"}},
      {"all calls: what failing ones leave behind", {"SIDE-"}},
      {"32-bit calls", {"C32-"}},
      {"clocks", {"CLK-"}},
      {"a timer and its signal",
       {"PTM-EXP", "PTM-DEQ", "PTM-UNIGN", "PTM-SET", "PTM-DEL", "PTM-FLUSH", "PTC-SET", "PTC-DEL", "PTC-EXP",
        "PTC-DEQ", "PND-"}},
      {"ignored signals", {"IGN-", "PTC-FLUSH"}},
      {"siginfo", {"SIG-INFO-"}},
      {"signals", {"SIG-"}},
      {"fork, exec, threads", {"LIFE-"}},
      {"early, late, lost", {"TIME-", "CALL-", "WAIT-"}},
      {"twins", {"TWIN-"}},
      {"Linux 2.0: jiffies", {"L20-"}},
      {"traces and the machine", {"TRACE-", "KERNEL-"}},
  };
  return all;
}

std::size_t position(const Rule& rule) {
  const auto& all = subjects();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const std::string_view prefix : all[i].prefixes)
      if (rule.id.starts_with(prefix))
        return i;
  return all.size();
}

// Texts that stand in many places, by number.
class Table {
 public:
  std::size_t number(const std::string& text) {
    const auto [known, fresh] = numbers_.emplace(text, texts_.size());
    if (fresh)
      texts_.push_back(text);
    return known->second;
  }
  Json texts() const { return texts_; }

 private:
  std::map<std::string, std::size_t> numbers_;
  Json texts_ = Json::array();
};

Json cell_json(const MatrixCell& cell, Table& reasons) {
  Json one{static_cast<int>(cell.state)};
  if (cell.programs != 0 || !cell.reason.empty())
    one.push_back(cell.programs);
  if (!cell.reason.empty())
    one.push_back(reasons.number(cell.reason));
  return one;
}

}  // namespace

std::string_view subject(const Rule& rule) {
  const std::size_t at = position(rule);
  return at < subjects().size() ? subjects()[at].name : "";
}

Json rules_json(const std::vector<MatrixColumn>& columns) {
  std::vector<const Rule*> order;
  for (const Rule& rule : rules())
    order.push_back(&rule);
  std::ranges::stable_sort(order, {}, [](const Rule* rule) { return position(*rule); });
  Table names;
  Table reasons;
  Json all = Json::array();
  for (const Rule* rule : order) {
    Json cells = Json::array();
    for (const MatrixColumn& column : columns)
      cells.push_back(cell_json(matrix_cell(*rule, column), reasons));
    all.push_back({{"id", std::string(rule->id)},
                   {"subject", names.number(std::string(subject(*rule)))},
                   {"class", class_name(rule->rule_class)},
                   {"text", std::string(rule->text)},
                   {"source", std::string(rule->source)},
                   {"profiles", profile_ranges(*rule)},
                   {"evidence", std::string(rule->evidence)},
                   {"left_out", std::string(rule->left_out)},
                   {"cells", std::move(cells)}});
  }
  Json states = Json::array();
  for (int i = 0; i <= static_cast<int>(MatrixState::unknown); ++i)
    states.push_back(state_name(static_cast<MatrixState>(i)));
  return {{"states", std::move(states)},
          {"reasons", reasons.texts()},
          {"subjects", names.texts()},
          {"rules", std::move(all)}};
}

}  // namespace timerlaw::reports
