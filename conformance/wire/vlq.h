// SPDX-License-Identifier: Apache-2.0
// Integers as text: groups of five bits, the lowest first, a sixth bit says that more follow. Each group is one of the
// 64 characters from '0' to 'o', so that a line passes any terminal and small numbers take one character.
//
// Freestanding: nothing here allocates, and nothing is read or written outside the buffer given.
#pragma once

#include <cstdint>

namespace timerlaw::wire {

inline constexpr char kZero = '0';
inline constexpr int kMaxChars = 13;  // of one 64-bit integer

class Writer {
 public:
  Writer(char* begin, char* end) : begin_(begin), at_(begin), end_(end) {}

  void put(std::uint64_t value) {
    while (value >= 32) {
      put_char(static_cast<char>(kZero + static_cast<char>(32 | (value & 31))));
      value >>= 5;
    }
    put_char(static_cast<char>(kZero + static_cast<char>(value)));
  }

  // Zigzag: numbers near zero of either sign stay short.
  void put_signed(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    put((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }

  void put_char(char c) {
    if (at_ < end_) {
      *at_++ = c;
    } else {
      full_ = true;
    }
  }

  char* begin() const { return begin_; }
  char* at() const { return at_; }
  bool full() const { return full_; }  // something did not fit: what was written is worthless

 private:
  char* begin_;
  char* at_;
  char* end_;
  bool full_ = false;
};

class Reader {
 public:
  Reader(const char* begin, const char* end) : at_(begin), end_(end) {}

  std::uint64_t get() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 65; shift += 5) {
      if (at_ == end_) {
        break;
      }
      const auto group = static_cast<std::uint64_t>(static_cast<unsigned char>(*at_) - kZero);
      if (group > 63) {
        break;
      }
      ++at_;
      value |= (group & 31) << shift;
      if (group < 32) {
        return value;
      }
    }
    bad_ = true;
    at_ = end_;
    return 0;
  }

  std::int64_t get_signed() {
    const std::uint64_t bits = get();
    return static_cast<std::int64_t>((bits >> 1) ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
  }

  // A number that must be below `limit`; 0 and bad otherwise.
  std::uint64_t get_below(std::uint64_t limit) {
    const std::uint64_t value = get();
    if (value >= limit) {
      bad_ = true;
      return 0;
    }
    return value;
  }

  bool bad() const { return bad_; }
  bool done() const { return !bad_ && at_ == end_; }

 private:
  const char* at_;
  const char* end_;
  bool bad_ = false;
};

}  // namespace timerlaw::wire
