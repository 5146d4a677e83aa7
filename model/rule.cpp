// SPDX-License-Identifier: Apache-2.0
#include "model/rule.h"

#include <algorithm>
#include <numeric>

#include "model/profile.h"
#include "model/rule_table.h"

namespace timerlaw {
namespace {

// How many single-character edits turn a into b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

const Rule& rule(RuleIndex index) {
  return kRules[static_cast<std::size_t>(index)];
}

bool applies(const Rule& rule, const Profile& profile) {
  return rule.holds(profile) && rule.left_out.empty() && (!profile.only_posix || promised_by_posix(rule));
}

bool promised_by_posix(const Rule& rule) {
  return rule.rule_class == RuleClass::trace ||
         (rule.rule_class == RuleClass::law && rule.source.find("POSIX ") != std::string_view::npos);
}

std::size_t rules_of(const Profile& profile) {
  return static_cast<std::size_t>(std::ranges::count_if(kRules, [&](const Rule& r) { return applies(r, profile); }));
}

const Rule* find_rule(std::string_view id) {
  const auto* found = std::ranges::find(kRules, id, &Rule::id);
  return found == std::end(kRules) ? nullptr : found;
}

std::vector<std::string_view> nearest_rules(std::string_view id) {
  std::vector<std::string_view> ids;
  for (const Rule& r : kRules) {
    ids.push_back(r.id);
  }
  std::ranges::stable_sort(ids, {}, [&](std::string_view other) { return edit_distance(id, other); });
  ids.resize(std::min<std::size_t>(ids.size(), 3));
  return ids;
}

}  // namespace timerlaw
