// SPDX-License-Identifier: Apache-2.0
#include "reports/junit.h"

#include <array>
#include <cstdio>
#include <sstream>
#include <string_view>

#include "reports/rule_tests.h"
#include "reports/xml.h"

namespace timerlaw::reports {
namespace {

std::string seconds(const TargetReport& target) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.3f", target.column.info ? target.column.info->seconds : 0.0);
  return text.data();
}

bool fails(const RuleTest& test) {
  return test.status == RuleStatus::diverged || test.status == RuleStatus::stale ||
         test.status == RuleStatus::unexercised;
}

std::size_t failures(const RuleTests& tests) {
  return count(tests, RuleStatus::diverged) + count(tests, RuleStatus::stale) + count(tests, RuleStatus::unexercised);
}

void add_case(std::ostream& out, std::string_view classname, std::string_view name, std::string_view inside) {
  out << "    <testcase classname=\"timerlaw." << xml_text(classname) << "\" name=\"" << xml_text(name)
      << "\" time=\"0\"";
  if (inside.empty())
    out << "/>\n";
  else
    out << ">" << inside << "</testcase>\n";
}

std::string inside_of(const RuleTest& test) {
  if (test.status == RuleStatus::held)
    return "";
  const std::string attributes =
      " type=\"" + std::string(status_name(test.status)) + "\" message=\"" + xml_text(test.reason) + "\"";
  if (!fails(test))
    return "<skipped" + attributes + "/>";
  return "<failure" + attributes + ">" + xml_text(test.cards.empty() ? test.reason : test.cards) + "</failure>";
}

void add_properties(std::ostream& out, const TargetReport& target) {
  if (!target.column.info)
    return;
  const runner::RunInfo& info = *target.column.info;
  const auto add = [&](const char* name, const std::string& value) {
    out << "      <property name=\"" << name << "\" value=\"" << xml_text(value) << "\"/>\n";
  };
  out << "    <properties>\n";
  add("tool", info.tool);
  add("kernel", info.facts.release);
  add("arch", info.facts.machine);
  add("abi", info.facts.abi);
  add("profile", info.profile);
  add("seed", std::to_string(info.seed));
  add("programs", std::to_string(target.column.tally.judged));
  out << "    </properties>\n";
}

}  // namespace

std::string junit_report(const Report& report) {
  std::size_t all = 0;
  std::size_t all_failures = 0;
  std::size_t all_errors = 0;
  std::ostringstream suites;
  for (const TargetReport& target : report.targets) {
    const RuleTests tests = rule_tests(target);
    const std::size_t number = tests.tests.size() + 1;
    const std::size_t errors = tests.harness.empty() ? 0 : 1;
    suites << "  <testsuite name=\"" << xml_text(target.column.name) << "\" tests=\"" << number << "\" failures=\""
           << failures(tests) << "\" errors=\"" << errors << "\" skipped=\""
           << count(tests, RuleStatus::expected) + count(tests, RuleStatus::skipped) + count(tests, RuleStatus::missing)
           << "\" time=\"" << seconds(target) << "\">\n";
    add_properties(suites, target);
    add_case(suites, "run", "harness",
             tests.harness.empty() ? "" : "<error type=\"harness\" message=\"" + xml_text(tests.harness) + "\"/>");
    for (const RuleTest& test : tests.tests)
      add_case(suites, test.rule->family, test.rule->id, inside_of(test));
    suites << "  </testsuite>\n";
    all += number;
    all_failures += failures(tests);
    all_errors += errors;
  }
  std::ostringstream out;
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"timerlaw\" tests=\"" << all << "\" failures=\""
      << all_failures << "\" errors=\"" << all_errors << "\">\n"
      << suites.str() << "</testsuites>\n";
  return out.str();
}

}  // namespace timerlaw::reports
