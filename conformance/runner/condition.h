// SPDX-License-Identifier: Apache-2.0
// When an expectation holds: `kernel >= 6.13 and kernel < 6.17 and arch == x86_64`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/expected.h"
#include "model/facts.h"

namespace timerlaw::runner {

class Condition {
 public:
  // Clauses joined by `and`, each FIELD OPERATOR VALUE. `kernel` (of uname -r) compares by < <= > >= == != with a
  // version of up to three numbers, as far as that goes: 6.13.4 == 6.13. `arch` (of uname -m), `abi`, `clock` and
  // `time` know == and != only. `time` is real, virtual, or cpu: virtual, and burning CPU takes time.
  static Expected<Condition> read(std::string_view text);

  // With no clause it always holds.
  bool holds(const TargetFacts& facts) const;
  // No target fulfils it: its clauses contradict each other.
  bool never_holds() const;
  // Every target that fulfils it fulfils `other` too.
  bool implies(const Condition& other) const;

 private:
  enum class Field : std::uint8_t { kernel, arch, abi, clock, time };
  enum class Comparison : std::uint8_t { less, less_equal, greater, greater_equal, equal, not_equal };
  struct Clause {
    Field field;
    Comparison comparison;
    std::string value;
  };
  static Expected<Clause> read_clause(std::string_view text);
  static bool holds(const Clause& clause, const TargetFacts& facts);
  // Facts in which the clauses of both conditions come out in every way in which they can: nothing lies between.
  std::vector<TargetFacts> samples(const Condition& other) const;

  std::vector<Clause> clauses_;
};

}  // namespace timerlaw::runner
