// SPDX-License-Identifier: Apache-2.0
// Expectations: recorded, explained divergences of one target, and the rules that must be exercised there.
// docs/expectations.md describes the file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "conformance/runner/condition.h"
#include "model/trace.h"

namespace timerlaw::runner {

// What stands in place of a reason that a person has to write. A file with one in it is refused.
inline constexpr std::string_view kReasonGap = "WHY?";

// In how many of how many runs a divergence showed.
struct Measured {
  int shown = 0;
  int runs = 0;
  friend bool operator==(const Measured&, const Measured&) = default;
};

struct Expectation {
  std::string rule;
  std::optional<Program> program;  // nothing: any program
  Condition condition;
  std::string reason;
  std::string link;               // an address; empty: none
  bool always = true;             // goes stale when it stops happening
  std::optional<Measured> shown;  // of one that shows sometimes
  std::size_t line = 0;           // in its file
};

// Rules under which at least one program of a run must have been judged strictly.
struct MustExercise {
  std::vector<std::string> rules;
  Condition condition;
};

struct Expectations {
  std::vector<Expectation> divergences;
  std::vector<MustExercise> exercised;
};

// Reads a file of expectations. Errors are `FILE:LINE:COL: what was expected, what stood there`.
Expected<Expectations> read_expectations(const std::string& path);
Expected<Expectations> parse_expectations(std::string_view toml, const std::string& path);

// The first expectation that explains a divergence of `rule`, seen with the program as it was generated or as it was
// shrunk (nullptr where there is none); nothing if none does.
std::optional<std::size_t> match(const std::vector<Expectation>& expectations, std::string_view rule,
                                 const Program* program, const Program* shrunk);

// Those whose condition holds for the target.
Expectations applicable(Expectations expectations, const TargetFacts& facts);

}  // namespace timerlaw::runner
