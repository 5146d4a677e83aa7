// SPDX-License-Identifier: Apache-2.0
// Readers of one value: each takes a token and says what it expected where the token is something else.
#pragma once

#include <cstdint>
#include <limits>

#include "conformance/formats/line.h"
#include "model/step.h"

namespace timerlaw {

bool read_value(const Token& token, std::int64_t& out, Problem& problem);
bool read_value(const Token& token, std::uint64_t& out, Problem& problem);
bool read_value(const Token& token, std::int32_t& out, Problem& problem);
bool read_value(const Token& token, std::uint32_t& out, Problem& problem);
bool read_value(const Token& token, bool& out, Problem& problem);  // yes, no

bool read_signal(const Token& token, std::int64_t& out, Problem& problem);
bool read_signal_set(const Token& token, SigSet& out, Problem& problem);
bool read_clock(const Token& token, std::int64_t& out, Problem& problem);
bool read_notify(const Token& token, std::int64_t& out, Problem& problem);
bool read_slot(const Token& token, std::int32_t& out, Problem& problem);  // t0, t1, …

bool read_code(const Token& token, std::int64_t& out, Problem& problem);
bool read_party(const Token& token, Party& out, Problem& problem);  // 0 to 7

// A pointer that is wrong on purpose: null (where `null` may stand), bad, readonly, edge.
bool read_pointer(const Token& token, bool null, Pointer& out, Problem& problem);

}  // namespace timerlaw
