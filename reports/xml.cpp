// SPDX-License-Identifier: Apache-2.0
#include "reports/xml.h"

#include <cstddef>
#include <cstdint>

namespace timerlaw::reports {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

// The length of the UTF-8 sequence at the front that stands for a character of XML; 0 if there is none.
std::size_t sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80             ? 1
                             : (byte(0) & 0xE0) == 0xC0 ? 2
                             : (byte(0) & 0xF0) == 0xE0 ? 3
                             : (byte(0) & 0xF8) == 0xF0 ? 4
                                                        : 0;
  if (length == 0 || length > text.size())
    return 0;
  std::uint32_t code = length == 1 ? byte(0) : byte(0) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return 0;
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  if (code < kLeast[length] || surrogate || control || code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF)
    return 0;
  return length;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence(text);
    const std::string_view one = text.substr(0, length);
    if (length == 0)
      out += kReplacement;
    else if (one == "&")
      out += "&amp;";
    else if (one == "<")
      out += "&lt;";
    else if (one == ">")
      out += "&gt;";
    else if (one == "\"")
      out += "&quot;";
    else
      out += one;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace timerlaw::reports
