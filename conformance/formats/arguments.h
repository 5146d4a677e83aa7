// SPDX-License-Identifier: Apache-2.0
// The `key=value` arguments and bare words of a line, in any order, each at most once.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "conformance/formats/line.h"

namespace timerlaw {

enum class Key : std::uint8_t {
  // steps
  clock,
  notify,
  signo,
  tid,
  sival,
  sevp,
  id,
  rel,
  abs,
  flags,
  value,
  sec,
  nsec,
  usec,
  origin,
  interval,
  interval_sec,
  interval_nsec,
  interval_usec,
  timeout,
  new_value,
  old,
  out,
  restart,
  thread,
  to,
  by,
  burn_for,
  monotonic,
  boottime,
  time32,
  // results and signals
  code,
  timerid,
  overrun,
  pid,
  uid,
  error,
  extra,
  pending,
  // headers
  child,
  next_id,
  stopped,
  release,
  machine,
  abi,
  clock_source,
  tick_ns,
  high_resolution,
  rtc,
  wake_alarm,
  aux_clocks,
  cpu_time,
  user_time,
  set_clock,
  time_namespaces,
  cpus,
  sigpending_limit,
  sigpending_used,
  tainted,
  bracket_ns,
  in_order,
  virtual_time,
  lateness_ns,
};
inline constexpr std::size_t kKeyCount = 63;
static_assert(kKeyCount <= 64, "a set of keys is 64 bits");

class Keys {
 public:
  constexpr Keys(std::initializer_list<Key> keys) {
    for (const Key key : keys) {
      bits_ |= bit(key);
    }
  }
  constexpr bool has(Key key) const { return (bits_ & bit(key)) != 0; }
  constexpr void add(Key key) { bits_ |= bit(key); }
  constexpr std::uint64_t bits() const { return bits_; }

 private:
  static constexpr std::uint64_t bit(Key key) { return std::uint64_t{1} << static_cast<unsigned>(key); }
  std::uint64_t bits_ = 0;
};

constexpr Keys with(Keys keys, std::initializer_list<Key> more) {
  for (const Key key : more) {
    keys.add(key);
  }
  return keys;
}

class Arguments {
 public:
  // Reads the rest of the line, up to its end or to a lone `@`, which is left for the caller. An argument that is not
  // one of `allowed` is a problem.
  bool read(Line& line, const Keys& allowed, Problem& problem);

  bool has(Key key) const { return seen_.has(key); }
  // The text after `=`; the bare word itself where none stood. Only where has(key).
  const Token& operator[](Key key) const { return values_[static_cast<std::size_t>(key)]; }
  bool empty() const { return seen_.bits() == 0; }
  bool bare(Key key) const { return bare_.has(key); }
  const Token& end() const { return end_; }

  // Reads the argument where it stands, leaves `out` alone where it does not.
  template <class Out, class Reader>
  bool maybe(Key key, Out& out, const Reader& reader, Problem& problem) const {
    return !has(key) || reader((*this)[key], out, problem);
  }

 private:
  Keys seen_{};
  Keys bare_{};
  std::array<Token, kKeyCount> values_;
  Token end_;
};

}  // namespace timerlaw
