// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "reports/compare.h"

namespace timerlaw::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchema = 1;
constexpr std::array<const char*, 3> kKinds{"appeared", "disappeared", "changed"};

const char* name(ChangeKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

// `held`, `diverged: 3 programs diverge`.
std::string state(const RuleTest& test) {
  const std::string word(status_name(test.status));
  return test.reason.empty() ? word : word + ": " + test.reason;
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    out.append(indent).append(line).append("\n");
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return out;
}

std::string padded(const char* word) {
  std::string text(word);
  text.resize(12, ' ');
  return text;
}

std::string or_none(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

void add_counts(std::ostream& out, const Comparison& comparison) {
  std::array<std::size_t, 3> rules{};
  std::array<std::size_t, 3> findings{};
  for (const TargetChange& target : comparison) {
    for (const RuleChange& one : target.rules)
      ++rules[static_cast<std::size_t>(one.kind)];
    for (const FindingChange& one : target.findings)
      ++findings[static_cast<std::size_t>(one.kind)];
  }
  const auto add = [&](const char* what, const std::array<std::size_t, 3>& counts) {
    out << what << ": " << counts[0] << " appeared, " << counts[1] << " disappeared, " << counts[2] << " changed\n";
  };
  add("divergent rules", rules);
  add("findings", findings);
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
  std::ostringstream out;
  for (const TargetChange& target : comparison) {
    out << "old " << or_none(target.before, "(not there)") << "\nnew " << or_none(target.after, "(not there)") << "\n";
    for (const RuleChange& one : target.rules)
      out << "  " << padded(name(one.kind)) << one.rule->id << ": " << state(one.before) << " -> " << state(one.after)
          << "\n";
    for (const FindingChange& one : target.findings)
      out << "  finding " << name(one.kind) << ": " << one.rule << ", " << or_none(one.before, "none") << " -> "
          << or_none(one.after, "none") << "\n"
          << indented(one.program, "      ");
    out << "\n";
  }
  add_counts(out, comparison);
  return out.str();
}

std::string comparison_markdown(const Comparison& comparison) {
  std::ostringstream out;
  out << "# timerlaw: what changed\n\n";
  std::ostringstream counts;
  add_counts(counts, comparison);
  out << indented(counts.str(), "* ");
  for (const TargetChange& target : comparison) {
    out << "\n## " << or_none(target.after, "(not there any more)")
        << "\n\nBefore: " << or_none(target.before, "(not there)") << "\n";
    if (!target.rules.empty())
      out << "\n| rule | | before | after |\n|---|---|---|---|\n";
    for (const RuleChange& one : target.rules)
      out << "| " << one.rule->id << " | " << name(one.kind) << " | " << state(one.before) << " | " << state(one.after)
          << " |\n";
    for (const FindingChange& one : target.findings)
      out << "\n"
          << one.rule << " " << name(one.kind) << ": " << or_none(one.before, "none") << " -> "
          << or_none(one.after, "none") << "\n\n```\n"
          << one.program << "```\n";
  }
  return out.str();
}

std::string comparison_json(const Comparison& comparison) {
  Json targets = Json::array();
  for (const TargetChange& target : comparison) {
    Json changed = Json::array();
    for (const RuleChange& one : target.rules)
      changed.push_back({{"id", one.rule->id},
                         {"change", name(one.kind)},
                         {"before", {{"status", status_name(one.before.status)}, {"reason", one.before.reason}}},
                         {"after", {{"status", status_name(one.after.status)}, {"reason", one.after.reason}}}});
    Json findings = Json::array();
    for (const FindingChange& one : target.findings)
      findings.push_back({{"rule", one.rule},
                          {"program", one.program},
                          {"change", name(one.kind)},
                          {"before", one.before},
                          {"after", one.after}});
    targets.push_back({{"before", target.before},
                       {"after", target.after},
                       {"rules", std::move(changed)},
                       {"findings", std::move(findings)}});
  }
  return Json{{"schema", kSchema}, {"targets", std::move(targets)}}.dump(1, ' ', false,
                                                                         Json::error_handler_t::replace) +
         "\n";
}

}  // namespace timerlaw::reports
