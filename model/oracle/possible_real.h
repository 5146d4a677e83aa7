// SPDX-License-Identifier: Apache-2.0
// The set of states that ITIMER_REAL and its own SIGALRM (the one with SI_KERNEL) may be in.
#pragma once

#include <cstdint>

namespace timerlaw {

enum class RealStatus : std::uint8_t {
  idle,  // not armed, or expired and not rearmed
  armed,
  running,  // its callback is under way on another CPU: still shown as due, though it has expired
};

struct RealSignal {
  RealStatus status = RealStatus::idle;
  bool queued = false;  // a SIGALRM of an expiry is in the shared queue
};

class PossibleReal {
 public:
  PossibleReal() : bits_(bit({})) {}

  bool empty() const { return bits_ == 0; }
  bool single() const { return (bits_ & (bits_ - 1)) == 0; }
  template <class Which>
  bool any(Which&& which) const {
    return (bits_ & mask(which)) != 0;
  }
  template <class Which>
  bool all(Which&& which) const {
    return (bits_ & ~mask(which)) == 0;
  }
  template <class Which>
  PossibleReal only(Which&& which) const {
    return PossibleReal(static_cast<std::uint8_t>(bits_ & mask(which)));
  }
  template <class Transition>
  PossibleReal map(Transition&& transition) const {
    std::uint8_t next = 0;
    for (int i = 0; i < kStates; ++i) {
      if ((bits_ >> i & 1) != 0) {
        next = static_cast<std::uint8_t>(next | bit(transition(at(i))));
      }
    }
    return PossibleReal(next);
  }
  PossibleReal operator|(PossibleReal other) const {
    return PossibleReal(static_cast<std::uint8_t>(bits_ | other.bits_));
  }

 private:
  static constexpr int kStates = 6;
  explicit PossibleReal(std::uint8_t bits) : bits_(bits) {}
  static RealSignal at(int i) { return {static_cast<RealStatus>(i / 2), i % 2 != 0}; }
  static std::uint8_t bit(const RealSignal& s) {
    return static_cast<std::uint8_t>(1u << (static_cast<unsigned>(s.status) * 2 + (s.queued ? 1 : 0)));
  }
  template <class Which>
  static std::uint8_t mask(Which&& which) {
    std::uint8_t bits = 0;
    for (int i = 0; i < kStates; ++i) {
      if (which(at(i))) {
        bits = static_cast<std::uint8_t>(bits | 1u << i);
      }
    }
    return bits;
  }
  std::uint8_t bits_;
};

}  // namespace timerlaw
