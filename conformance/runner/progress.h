// SPDX-License-Identifier: Apache-2.0
// A running run, on stderr: one line redrawn on a terminal, a plain line every few seconds elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "conformance/runner/tally.h"

namespace timerlaw::runner {

// `12000 of 100000 programs, 210000 steps/s, 3.1 % weak, 88/131 rules exercised, 0 diverged`.
std::string progress_text(const Tally& tally, std::uint64_t total, std::size_t rules_of_profile,
                          double steps_per_second);

class Progress {
 public:
  // `total` may be kUnbounded; `before` is what stood in the results already.
  Progress(bool quiet, std::uint64_t total, std::size_t rules_of_profile, const Tally& before);
  // Whether it is time for another line.
  bool due() const;
  void show(const Tally& tally);
  // Leaves the terminal's line.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool terminal_;
  bool colour_;
  bool drawn_ = false;
  std::uint64_t total_;
  std::size_t rules_of_profile_;
  std::uint64_t last_steps_;
  Clock::time_point last_;
};

}  // namespace timerlaw::runner
