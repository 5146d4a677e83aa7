// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <set>
#include <string_view>

#include "conformance/cli/command.h"
#include "conformance/runner/exit_code.h"
#include "model/rule.h"
#include "reports/held.h"
#include "reports/rules_page.h"

namespace timerlaw::cli {
namespace {

void print_line(const Rule& rule) {
  std::printf("%-22s %-7s %.*s\n", std::string(rule.id).c_str(), reports::class_name(rule.rule_class),
              static_cast<int>(rule.text.size()), rule.text.data());
}

int list(const std::string& family) {
  std::set<std::string> families;
  bool found = false;
  for (const Rule& rule : rules()) {
    families.emplace(rule.family);
    if (!family.empty() && rule.family != family)
      continue;
    print_line(rule);
    found = true;
  }
  if (found)
    return runner::kExitConforms;
  std::string known;
  for (const std::string& one : families)
    known.append(known.empty() ? "" : ", ").append(one);
  return complain("--family " + family + ": unknown; known are " + known, runner::kExitUsage);
}

int print_markdown(const std::string& tree) {
  const auto page = reports::rules_page(tree);
  if (!page)
    return complain(page.error(), runner::kExitUsage);
  std::fputs(page->c_str(), stdout);
  return runner::kExitConforms;
}

int print_held(const std::vector<std::string>& results) {
  const auto report = reports::load_report(results);
  if (!report)
    return complain(report.error(), runner::kExitUsage);
  std::fputs(reports::held_text(reports::held_in(*report)).c_str(), stdout);
  return runner::kExitConforms;
}

int explain(const std::string& id) {
  const Rule* rule = find_rule(id);
  if (rule == nullptr) {
    std::string near;
    for (const std::string_view one : nearest_rules(id))
      near.append(near.empty() ? "" : ", ").append(one);
    return complain("no rule has the id " + id + "; nearest are " + near, runner::kExitUsage);
  }
  const auto line = [](const char* label, std::string_view text) {
    std::printf("%-9s %.*s\n", label, static_cast<int>(text.size()), text.data());
  };
  line("rule", rule->id);
  line("class", reports::class_name(rule->rule_class));
  line("family", rule->family);
  line("text", rule->text);
  line("source", rule->source);
  line("profiles", reports::profile_ranges(*rule));
  line("evidence", rule->evidence.empty() ? "source only" : rule->evidence);
  if (!rule->left_out.empty())
    line("left out", rule->left_out);
  return runner::kExitConforms;
}

}  // namespace

Action add_rules(CLI::App& app) {
  auto family = std::make_shared<std::string>();
  CLI::App& command = *app.add_subcommand("rules", "List the rules of the law: id, class, text");
  command.footer("Example:  timerlaw rules --family itimer");
  auto markdown = std::make_shared<bool>(false);
  auto tree = std::make_shared<std::string>(".");
  CLI::Option* only = command.add_option("--family", *family, "only these");
  CLI::Option* page =
      command.add_flag("--markdown", *markdown, "all of them with sources, as docs/rules.md")->excludes(only);
  command.add_option("--tree", *tree, "a checkout of timerlaw, with the traces that the rules cite")
      ->needs(page)
      ->capture_default_str();
  auto results = std::make_shared<std::vector<std::string>>();
  command
      .add_option("--held", *results,
                  "those that were exercised in these results of Linux kernels, and held, as model/evidence/held.txt")
      ->type_name("RESULTS…")
      ->excludes(only)
      ->excludes(page);
  return [family, markdown, tree, results] {
    return !results->empty() ? print_held(*results) : *markdown ? print_markdown(*tree) : list(*family);
  };
}

Action add_explain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App& command = *app.add_subcommand("explain", "Show one rule with its source");
  command.footer("Example:  timerlaw explain " + std::string(rules().front().id));
  command.add_option("ID", *id, "of the rule")->required();
  return [id] { return explain(*id); };
}

}  // namespace timerlaw::cli
