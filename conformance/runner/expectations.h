// SPDX-License-Identifier: Apache-2.0
// Expectations: recorded, explained divergences of one target. docs/expectations.md describes the file.
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

struct Expectation {
  std::string rule;
  std::optional<Program> program;  // nothing: any program
  Condition condition;
  std::string reason;
  bool always = true;    // goes stale when it stops happening
  std::size_t line = 0;  // in its file
};

// Reads a file of expectations. Errors are `FILE:LINE:COL: what was expected, what stood there`.
Expected<std::vector<Expectation>> read_expectations(const std::string& path);
Expected<std::vector<Expectation>> parse_expectations(std::string_view toml, const std::string& path);

// The first expectation that explains a divergence of `rule`, seen with the program as it was generated or as it was
// shrunk (nullptr where there is none); nothing if none does.
std::optional<std::size_t> match(const std::vector<Expectation>& expectations, std::string_view rule,
                                 const Program* program, const Program* shrunk);

// Those whose condition holds for the target.
std::vector<Expectation> applicable(std::vector<Expectation> expectations, const TargetFacts& facts);

}  // namespace timerlaw::runner
