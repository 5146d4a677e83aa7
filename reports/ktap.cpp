// SPDX-License-Identifier: Apache-2.0
#include "reports/ktap.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "reports/rule_tests.h"

namespace timerlaw::reports {
namespace {

// A `#` would begin a directive.
std::string plain(std::string_view text) {
  std::string line(text);
  std::ranges::replace(line, '#', ' ');
  return one_line(line);
}

void add_test(std::ostream& out, std::string_view indent, std::size_t number, const RuleTest& test) {
  const auto line = [&](const char* result, const char* directive) {
    out << indent << result << " " << number << " " << test.rule->id;
    if (*directive != '\0')
      out << " # " << directive << " " << plain(test.reason);
    out << "\n";
  };
  switch (test.status) {
    case RuleStatus::held:
      return line("ok", "");
    case RuleStatus::expected:
      return line("ok", "XFAIL");
    case RuleStatus::skipped:
    case RuleStatus::missing:
      return line("ok", "SKIP");
    case RuleStatus::diverged:
    case RuleStatus::stale:
    case RuleStatus::unexercised:
      out << indent << "# " << test.rule->id << ": " << test.reason << "\n";
      return line("not ok", "");
  }
}

bool fails(const RuleTests& tests) {
  return !tests.harness.empty() || count(tests, RuleStatus::diverged) != 0 || count(tests, RuleStatus::stale) != 0 ||
         count(tests, RuleStatus::unexercised) != 0;
}

void add_tests(std::ostream& out, std::string_view indent, const RuleTests& tests) {
  out << indent << "1.." << tests.tests.size() << "\n";
  for (std::size_t i = 0; i < tests.tests.size(); ++i)
    add_test(out, indent, i + 1, tests.tests[i]);
}

}  // namespace

std::string ktap_report(const Report& report) {
  std::ostringstream out;
  std::string bail;
  out << "KTAP version 1\n";
  const bool several = report.targets.size() != 1;
  if (several)
    out << "1.." << report.targets.size() << "\n";
  for (std::size_t i = 0; i < report.targets.size(); ++i) {
    const std::string name = plain(report.targets[i].column.name);
    const RuleTests tests = rule_tests(report.targets[i]);
    if (several)
      out << "  KTAP version 1\n  # Subtest: " << name << "\n";
    add_tests(out, several ? "  " : "", tests);
    if (several)
      out << (fails(tests) ? "not ok " : "ok ") << i + 1 << " " << name << "\n";
    if (!tests.harness.empty() && bail.empty())
      bail = (several ? name + ": " : "") + tests.harness;
  }
  if (!bail.empty())
    out << "Bail out! " << bail << "\n";
  return out.str();
}

}  // namespace timerlaw::reports
