// SPDX-License-Identifier: Apache-2.0
// Results as tests, for systems that collect tests: one for each rule of the law, with the same names in the same order
// on every target.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/rule.h"
#include "reports/report.h"

namespace timerlaw::reports {

enum class RuleStatus : std::uint8_t {
  held,
  expected,     // diverges, as an expectation says
  skipped,      // no verdict: no law there, out of reach, or no wrong result would have been noticed
  diverged,     // a divergence that no expectation explains
  stale,        // an expected divergence does not happen any more
  unexercised,  // must be exercised, and was not
  missing,      // the harness failed before anything was known of it
};

struct RuleTest {
  const Rule* rule = nullptr;
  RuleStatus status = RuleStatus::missing;
  std::string reason;  // one line; empty where the rule held
  std::string link;    // of an expected one
  std::string cards;   // of one that diverged: Markdown
};

struct RuleTests {
  std::vector<RuleTest> tests;
  std::string harness;  // why the run is not complete; empty: it is
};

RuleTests rule_tests(const TargetReport& target);

// held, expected, …: as the formats spell it.
std::string_view status_name(RuleStatus status);

// The tests with this status.
std::size_t count(const RuleTests& tests, RuleStatus status);

// The first line of a text, its blanks made one each: what fits in one line of a report.
std::string one_line(std::string_view text);

}  // namespace timerlaw::reports
