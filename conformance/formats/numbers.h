// SPDX-License-Identifier: Apache-2.0
// Integers in text. Reading accepts decimal, or hexadecimal with 0x; nothing but the number may stand in the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace timerlaw {

void append_number(std::string& out, std::int64_t number);
void append_unsigned(std::string& out, std::uint64_t number);
void append_hex(std::string& out, std::uint64_t number);  // with 0x

std::optional<std::int64_t> read_number(std::string_view text);
std::optional<std::uint64_t> read_unsigned(std::string_view text);

}  // namespace timerlaw
