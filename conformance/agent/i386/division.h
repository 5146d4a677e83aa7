// SPDX-License-Identifier: Apache-2.0
// Division of 64 bits by 64 where the machine divides 64 by 32. Source: H. S. Warren, Hacker's Delight, 9-5.
#pragma once

#include <cstdint>

namespace timerlaw::agent {

struct Quotient {
  std::uint64_t quotient;
  std::uint64_t rest;
};

// The quotient has to fit 32 bits.
inline Quotient narrow_divide(std::uint64_t dividend, std::uint32_t divisor) {
  std::uint32_t quotient = 0, rest = 0;
  asm("divl %[divisor]"
      : "=a"(quotient), "=d"(rest)
      : "a"(static_cast<std::uint32_t>(dividend)),
        "d"(static_cast<std::uint32_t>(dividend >> 32)), [divisor] "rm"(divisor));
  return {quotient, rest};
}

inline Quotient divide(std::uint64_t dividend, std::uint64_t divisor) {
  const auto high_divisor = static_cast<std::uint32_t>(divisor >> 32);
  if (high_divisor == 0) {
    const auto narrow = static_cast<std::uint32_t>(divisor);
    const Quotient high = narrow_divide(dividend >> 32, narrow);
    const Quotient low = narrow_divide(high.rest << 32 | static_cast<std::uint32_t>(dividend), narrow);
    return {high.quotient << 32 | low.quotient, low.rest};
  }
  // The divisor's 32 leading bits give the quotient or one more; less one, it is that or one less.
  const int zeros = __builtin_clz(high_divisor);
  const auto leading = static_cast<std::uint32_t>((divisor << zeros) >> 32);
  std::uint64_t quotient = (narrow_divide(dividend >> 1, leading).quotient << zeros) >> 31;
  quotient -= quotient != 0 ? 1 : 0;
  std::uint64_t rest = dividend - quotient * divisor;
  if (rest >= divisor) {
    rest -= divisor;
    ++quotient;
  }
  return {quotient, rest};
}

}  // namespace timerlaw::agent
