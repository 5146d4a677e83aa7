// SPDX-License-Identifier: Apache-2.0
// The simulated machine's chance: latencies, instants within a bracket. Plain integers, so that a seed gives the same
// trace on every machine.
#pragma once

#include <cstdint>

namespace timerlaw {

class Dice {
 public:
  explicit constexpr Dice(std::uint64_t seed) : state_(seed * 0x9e37'79b9'7f4a'7c15u + 0x632b'e59b'd9b4'e019u) {}

  // 0 to n-1; 0 for n = 0.
  constexpr std::int64_t below(std::int64_t n) {
    return n <= 0 ? 0 : static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n));
  }
  constexpr bool once_in(std::int64_t n) { return below(n) == 0; }

 private:
  // splitmix64
  constexpr std::uint64_t next() {
    state_ += 0x9e37'79b9'7f4a'7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9u;
    z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace timerlaw
