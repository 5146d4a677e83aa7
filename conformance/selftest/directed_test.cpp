// SPDX-License-Identifier: Apache-2.0
#include "conformance/corpus/directed.h"

#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "conformance/selftest/kills.h"

namespace timerlaw {
namespace {

TEST(Directed, EveryProgramConformsInTheSimulatedKernel) {
  const Sample all = take_sample(*directed_source(), kUnbounded);
  for (const SampledProgram& one : all.programs) {
    const Sample alone{all.generator, {one}};
    for (const BracketWidth& width : kBracketWidths) {
      EXPECT_EQ(programs_to_kill(alone, 1, width.width, kNoMutant, 1), std::nullopt) << width.name << "\n"
                                                                                     << to_text(one.program);
    }
  }
}

}  // namespace
}  // namespace timerlaw
