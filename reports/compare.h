// SPDX-License-Identifier: Apache-2.0
// What differs between two reports: of two runs, of two kernels, or of two matrices.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/report.h"
#include "reports/rule_tests.h"

namespace timerlaw::reports {

enum class ChangeKind : std::uint8_t {
  appeared,     // a divergence that was not there before
  disappeared,  // one that is not there any more
  changed,      // everything else: a rule is exercised now, a divergence is expected now
};

struct RuleChange {
  ChangeKind kind{};
  const Rule* rule = nullptr;
  RuleTest before;
  RuleTest after;
};

// A rule and a smallest program. That a finding is gone says nothing by itself: random programs of another seed may
// shrink to another one. What became of its rule is in the rule's change.
struct FindingChange {
  ChangeKind kind{};
  std::string rule;
  std::string program;
  std::string before;  // the expectation's reason, or `new`; empty: was not there
  std::string after;
};

struct TargetChange {
  std::string before;  // name, kernel, profile and verdict; empty: the target was not there
  std::string after;
  std::vector<RuleChange> rules;        // in the order of the law
  std::vector<FindingChange> findings;  // by rule and program
};

using Comparison = std::vector<TargetChange>;

// Targets are paired by name; where both reports have one, these two are compared whatever they are called.
Comparison compare(const Report& before, const Report& after);

// One screen; a page; {"schema", "targets": [{before, after, rules, findings}]}.
std::string comparison_text(const Comparison& comparison);
std::string comparison_markdown(const Comparison& comparison);
std::string comparison_json(const Comparison& comparison);

}  // namespace timerlaw::reports
