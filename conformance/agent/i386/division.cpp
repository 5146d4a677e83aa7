// SPDX-License-Identifier: Apache-2.0
// The names under which compilers call for 64-bit division on i386: the GCC manual, "Integer Library Routines".
#include "conformance/agent/i386/division.h"

namespace {

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

std::int64_t with_sign(std::uint64_t bits, bool negative) {
  return static_cast<std::int64_t>(negative ? 0 - bits : bits);
}

}  // namespace

extern "C" {

std::int64_t __divmoddi4(std::int64_t a, std::int64_t b, std::int64_t* rest) {
  const timerlaw::agent::Quotient q = timerlaw::agent::divide(magnitude(a), magnitude(b));
  *rest = with_sign(q.rest, a < 0);
  return with_sign(q.quotient, (a < 0) != (b < 0));
}

std::int64_t __divdi3(std::int64_t a, std::int64_t b) {
  std::int64_t rest = 0;
  return __divmoddi4(a, b, &rest);
}

std::int64_t __moddi3(std::int64_t a, std::int64_t b) {
  std::int64_t rest = 0;
  __divmoddi4(a, b, &rest);
  return rest;
}

std::uint64_t __udivdi3(std::uint64_t a, std::uint64_t b) {
  return timerlaw::agent::divide(a, b).quotient;
}

std::uint64_t __umoddi3(std::uint64_t a, std::uint64_t b) {
  return timerlaw::agent::divide(a, b).rest;
}

}  // extern "C"
