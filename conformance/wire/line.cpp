// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire/line.h"

namespace timerlaw::wire {
namespace {

constexpr int kMarkerChars = 3;
constexpr int kChecksumChars = 5;

// FNV-1a over the kind and the payload; its upper 30 bits are sent.
std::uint32_t checksum(const char* begin, const char* end) {
  std::uint32_t hash = 2166136261u;
  for (const char* c = begin; c != end; ++c) {
    hash = (hash ^ static_cast<unsigned char>(*c)) * 16777619u;
  }
  return hash >> 2;
}

char checksum_char(std::uint32_t sum, int position) {
  return static_cast<char>(kZero + static_cast<char>((sum >> (6 * position)) & 63));
}

bool is_kind(char c) {
  return c == 'H' || c == 'P' || c == 'T' || c == 'D' || c == 'B';
}

}  // namespace

Scan scan(const char* begin, const char* end) {
  Scan result;
  while (end != begin && (end[-1] == '\r' || end[-1] == '\n')) {
    --end;
  }
  for (const char* at = begin; end - at >= kMarkerChars; ++at) {
    if (at[0] != kMarker[0] || at[1] != kMarker[1] || at[2] != kMarker[2]) {
      continue;
    }
    result.found = Found::damaged;
    const char* kind = at + kMarkerChars;
    const char* close = kind;
    while (close != end && *close != '}' && *close != '{') {
      ++close;
    }
    if (close == end || *close != '}' || close == kind || !is_kind(*kind) || end - close <= kChecksumChars) {
      continue;
    }
    const std::uint32_t sum = checksum(kind, close);
    bool same = true;
    for (int i = 0; i < kChecksumChars; ++i) {
      same = same && close[1 + i] == checksum_char(sum, i);
    }
    if (same) {
      result.found = Found::line;
      result.noise = at != begin || end - close != kChecksumChars + 1;
      result.line = {static_cast<Kind>(*kind), kind + 1, close};
      return result;
    }
  }
  return result;
}

void begin_line(Writer& out, Kind kind) {
  for (int i = 0; i < kMarkerChars; ++i) {
    out.put_char(kMarker[i]);
  }
  out.put_char(static_cast<char>(kind));
}

void end_line(Writer& out, const char* payload) {
  const std::uint32_t sum = checksum(payload - 1, out.at());
  out.put_char('}');
  for (int i = 0; i < kChecksumChars; ++i) {
    out.put_char(checksum_char(sum, i));
  }
  out.put_char('\n');
}

}  // namespace timerlaw::wire
