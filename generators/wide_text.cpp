// SPDX-License-Identifier: Apache-2.0
#include "generators/wide_text.h"

#include <algorithm>

namespace timerlaw {

std::string decimal(Wide value) {
  std::string digits;
  for (Wide rest = value; rest != 0 || digits.empty(); rest /= 10) {
    const auto digit = static_cast<int>(rest % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  if (value < 0) {
    digits += '-';
  }
  std::ranges::reverse(digits);
  return digits;
}

std::optional<Wide> read_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  if (text.empty() || text.size() > 30 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  Wide value = 0;
  for (const char c : text) {
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

}  // namespace timerlaw
