// SPDX-License-Identifier: Apache-2.0
// How fast each stage of the pipeline is on this machine, in one run: absolute figures vary from machine to machine and
// hour to hour, their ratios do not. It measures and asserts nothing.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "conformance/expected.h"
#include "conformance/target/session.h"

namespace timerlaw {

struct BenchOptions {
  SessionOptions session;
  std::uint64_t seed = 1;
  std::uint64_t programs = 100'000;  // per measurement
  int rounds = 5;                    // each measurement is repeated so often; the median counts
};

// Prints one line per figure. An error if the target does not run.
Status run_bench(const BenchOptions& options, std::ostream& out);

}  // namespace timerlaw
