// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/cpus.h"

#include "conformance/agent/kernel.h"

namespace timerlaw::agent {
namespace {

constexpr int kMaskBytes = sizeof(CpuMask::bytes);
constexpr int kMaxCpus = 8 * kMaskBytes;

CpuMask allowed;
std::int64_t count = 0;

// The number of the CPU at this position; -1 if there is none.
int cpu_at(std::int64_t index) {
  for (int cpu = 0; cpu < kMaxCpus; ++cpu) {
    if (((allowed.bytes[cpu / 8] >> (cpu % 8)) & 1) != 0 && index-- == 0) {
      return cpu;
    }
  }
  return -1;
}

}  // namespace

CpuMask allowed_cpus() {
  CpuMask mask;
  call(nr::sched_getaffinity, 0, kMaskBytes, mask.bytes);
  return mask;
}

void set_up_cpus(const CpuMask& mask) {
  allowed = mask;
  for (count = 0; cpu_at(count) >= 0;) {
    ++count;
  }
}

std::int64_t cpu_count() {
  return count > 0 ? count : 1;
}

long pin(std::int64_t index) {
  unsigned char mask[kMaskBytes] = {};
  const int cpu = cpu_at(index);
  if (cpu < 0) {
    return -22;
  }
  mask[cpu / 8] = static_cast<unsigned char>(1 << (cpu % 8));
  // Words of the kernel's mask are little-endian on every machine the agent runs on.
  return call(nr::sched_setaffinity, 0, kMaskBytes, mask);
}

}  // namespace timerlaw::agent
