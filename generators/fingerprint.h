// SPDX-License-Identifier: Apache-2.0
// A hash over the fields of a program that is the same on every machine, for golden tests.
#pragma once

#include <cstdint>

#include "model/trace.h"

namespace timerlaw {

class Fingerprint {
 public:
  void add(const Program& program) {
    mix(static_cast<std::uint64_t>(program.child));
    for (const Step& s : program.steps) {
      add(s);
    }
  }
  std::uint64_t value() const { return hash_; }

 private:
  void add(const Step& s) {
    for (const auto field :
         {static_cast<std::int64_t>(s.op), static_cast<std::int64_t>(s.party), static_cast<std::int64_t>(s.time32),
          static_cast<std::int64_t>(s.in), static_cast<std::int64_t>(s.out), static_cast<std::int64_t>(s.anchor),
          static_cast<std::int64_t>(s.slot), s.id, s.clock, s.flags, s.notify, s.number, s.tid}) {
      mix(static_cast<std::uint64_t>(field));
    }
    mix(s.sival);
    mix(s.set.bits);
    add(s.value);
    add(s.interval);
  }
  void add(const TimeArg& t) {
    mix(static_cast<std::uint64_t>(t.sec));
    mix(static_cast<std::uint64_t>(t.frac));
    mix(static_cast<std::uint64_t>(t.origin));
  }
  // FNV-1a, eight bytes at a time; the shift, because a product carries nothing down from the highest bits.
  void mix(std::uint64_t word) {
    hash_ = (hash_ ^ word) * 0x100000001b3U;
    hash_ ^= hash_ >> 32;
  }

  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace timerlaw
