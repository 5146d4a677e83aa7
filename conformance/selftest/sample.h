// SPDX-License-Identifier: Apache-2.0
// A sample of a generator's programs, generated once for all mutants.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generators/source.h"
#include "model/trace.h"

namespace timerlaw {

struct SampledProgram {
  std::uint64_t index = 0;  // in its source
  Program program;
};

struct Sample {
  std::string generator;
  std::vector<SampledProgram> programs;
};

// The first `limit` programs of an endless source; of one that ends, `limit` spread over all of it in an order that is
// always the same.
Sample take_sample(const Source& source, std::uint64_t limit);

}  // namespace timerlaw
