// SPDX-License-Identifier: Apache-2.0
#include "conformance/formats/numbers.h"

#include <charconv>

namespace timerlaw {
namespace {

template <class Integer>
void append_integer(std::string& out, Integer number, int base) {
  char digits[24];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), number, base);
  static_cast<void>(error);  // 24 characters hold every 64-bit integer
  out.append(digits, end);
}

template <class Integer>
std::optional<Integer> read_integer(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x")) {
    text.remove_prefix(2);
    base = 16;
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  Integer number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

void append_number(std::string& out, std::int64_t number) {
  append_integer(out, number, 10);
}

void append_unsigned(std::string& out, std::uint64_t number) {
  append_integer(out, number, 10);
}

void append_hex(std::string& out, std::uint64_t number) {
  out += "0x";
  append_integer(out, number, 16);
}

std::optional<std::int64_t> read_number(std::string_view text) {
  return read_integer<std::int64_t>(text);
}

std::optional<std::uint64_t> read_unsigned(std::string_view text) {
  return read_integer<std::uint64_t>(text);
}

}  // namespace timerlaw
