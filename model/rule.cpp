// SPDX-License-Identifier: Apache-2.0
#include "model/rule.h"

#include <algorithm>

#include "model/profile.h"
#include "model/rule_table.h"
#include "model/spelling.h"

namespace timerlaw {

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
  return nearest(id, ids);
}

}  // namespace timerlaw
