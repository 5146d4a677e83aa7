// SPDX-License-Identifier: Apache-2.0
// How near a run comes to the boundaries of the law: the programs whose result is certain, as their brackets lay.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/corpus/corpus.h"
#include "conformance/runner/record.h"
#include "model/facts.h"
#include "model/profile.h"

namespace timerlaw::runner {

class ClosenessMeasure {
 public:
  // Of these programs the ones whose point holds under the target's law. `certain` outlives this.
  ClosenessMeasure(std::span<const CertainProgram> certain, const Profile& profile, const TargetFacts& facts);

  // The nearest boundary, if the trace is of such a program and so little time passed that its result is certain.
  std::optional<Closeness> of(const Trace& trace) const;
  bool empty() const { return points_.empty(); }

 private:
  std::map<std::string, std::vector<const CertainProgram*>> points_;  // by the program's text
};

}  // namespace timerlaw::runner
