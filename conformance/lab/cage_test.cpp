// SPDX-License-Identifier: Apache-2.0
#include "conformance/lab/cage.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

namespace timerlaw::lab {
namespace {

std::string output_of(const std::string& command, Cage::Cpus cpus) {
  const auto cage = Cage::start({"/bin/sh", "-c", command}, cpus);
  EXPECT_TRUE(cage) << cage.error();
  std::string text;
  for (char byte = 0; read(cage->out(), &byte, 1) == 1;) {
    text += byte;
  }
  EXPECT_EQ(cage->wait(), 0);
  return text;
}

TEST(Cage, ACommandForOneCpuHasNoOther) {
  cpu_set_t ours;
  ASSERT_EQ(sched_getaffinity(0, sizeof(ours), &ours), 0);
  EXPECT_EQ(output_of("nproc", Cage::Cpus::one), "1\n");
  EXPECT_EQ(output_of("nproc", Cage::Cpus::all), std::to_string(CPU_COUNT(&ours)) + "\n");
}

}  // namespace
}  // namespace timerlaw::lab
