// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <set>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "model/rule.h"

namespace timerlaw::cli {
namespace {

const char* class_name(RuleClass rule_class) {
  switch (rule_class) {
    case RuleClass::law: return "law";
    case RuleClass::quirk: return "quirk";
    case RuleClass::trace: return "trace";
  }
  return "";
}

void print_line(const Rule& rule) {
  std::printf("%-22s %-6s %.*s\n", std::string(rule.id).c_str(), class_name(rule.rule_class),
              static_cast<int>(rule.text.size()), rule.text.data());
}

int list(const std::string& family) {
  std::set<std::string> families;
  bool found = false;
  for (const Rule& rule : rules()) {
    families.emplace(rule.family);
    if (!family.empty() && rule.family != family) continue;
    print_line(rule);
    found = true;
  }
  if (found) return runner::kExitConforms;
  std::string known;
  for (const std::string& one : families) known.append(known.empty() ? "" : ", ").append(one);
  return complain("--family " + family + ": unknown; known are " + known, runner::kExitUsage);
}

int explain(const std::string& id) {
  const Rule* rule = find_rule(id);
  if (rule == nullptr) {
    std::string near;
    for (const std::string_view one : nearest_rules(id)) near.append(near.empty() ? "" : ", ").append(one);
    return complain("no rule has the id " + id + "; nearest are " + near, runner::kExitUsage);
  }
  const auto line = [](const char* label, std::string_view text) {
    std::printf("%-9s %.*s\n", label, static_cast<int>(text.size()), text.data());
  };
  line("rule", rule->id);
  line("class", class_name(rule->rule_class));
  line("family", rule->family);
  line("text", rule->text);
  line("source", rule->source);
  line("profiles", rule->profiles);
  return runner::kExitConforms;
}

}  // namespace

Action add_rules(CLI::App& app) {
  auto family = std::make_shared<std::string>();
  CLI::App& command = *app.add_subcommand("rules", "List the rules of the law: id, class, text");
  command.footer("Example:  timerlaw rules --family itimer");
  command.add_option("--family", *family, "only these");
  return [family] { return list(*family); };
}

Action add_explain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App& command = *app.add_subcommand("explain", "Show one rule with its source");
  command.footer("Example:  timerlaw explain " + std::string(rules().front().id));
  command.add_option("ID", *id, "of the rule")->required();
  return [id] { return explain(*id); };
}

}  // namespace timerlaw::cli
