// SPDX-License-Identifier: Apache-2.0
#include "conformance/selftest/sample.h"

#include <algorithm>
#include <numeric>

namespace timerlaw {
namespace {

// A stride that meets every index of `size` once and leaves neighbours far apart.
std::uint64_t stride_through(std::uint64_t size) {
  std::uint64_t stride = size / 3 * 2 + 1;
  while (std::gcd(stride, size) != 1) {
    ++stride;
  }
  return stride;
}

}  // namespace

Sample take_sample(const Source& source, std::uint64_t limit) {
  Sample sample{std::string(source.name()), {}};
  const std::uint64_t size = source.size();
  const std::uint64_t count = std::min(limit, size);
  const std::uint64_t stride = size == kUnbounded ? 1 : stride_through(size);
  sample.programs.reserve(count);
  std::uint64_t index = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    sample.programs.push_back({index, source.at(index)});
    index = size == kUnbounded ? index + 1 : (index + stride) % size;
  }
  return sample;
}

}  // namespace timerlaw
