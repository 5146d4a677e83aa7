// SPDX-License-Identifier: Apache-2.0
// Runs the twins of programs on a target and compares.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "conformance/expected.h"
#include "conformance/runner/mishap.h"
#include "conformance/runner/twins.h"
#include "conformance/target/session.h"
#include "model/judge.h"

namespace timerlaw::runner {

// Whether the target runs this kind of twin: an i386 agent is there on this host only.
bool runs_twin(const SessionOptions& target, TwinKind kind);

class TwinRun {
 public:
  explicit TwinRun(SessionOptions target) : target_(std::move(target)) {}

  // Nothing where the twin was refused, or a clock was stepped meanwhile: no pair to compare.
  struct Compared {
    std::optional<Divergence> difference;
  };
  Expected<std::optional<Compared>> run(const Trace& original, TwinKind kind, const Profile& profile);

 private:
  Expected<Trace> execute(const Program& program, bool i386);

  SessionOptions target_;
  std::optional<Mishap> mishap_;                      // of the last twin that was run
  std::array<std::unique_ptr<Session>, 2> sessions_;  // of this program's ABI, and of i386
  std::uint64_t sent_ = 0;
};

}  // namespace timerlaw::runner
