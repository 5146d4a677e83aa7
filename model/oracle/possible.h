// SPDX-License-Identifier: Apache-2.0
// The set of states that a timer and its signal may be in.
#pragma once

#include <bit>
#include <cstdint>

#include "model/calls/timer_signal.h"

namespace timerlaw {

class PossibleSignals {
 public:
  PossibleSignals() = default;
  explicit PossibleSignals(TimerSignal only) : bits_(bit(only)) {}

  bool empty() const { return bits_ == 0; }
  bool single() const { return std::has_single_bit(bits_); }

  template <class Which>
  bool any(Which&& which) const {
    for (std::uint32_t rest = bits_; rest != 0; rest &= rest - 1) {
      if (which(timer_signal_at(std::countr_zero(rest)))) {
        return true;
      }
    }
    return false;
  }
  template <class Which>
  bool all(Which&& which) const {
    return !any([&](const TimerSignal& s) { return !which(s); });
  }
  // The states for which `which` holds.
  template <class Which>
  PossibleSignals only(Which&& which) const {
    PossibleSignals kept;
    for (std::uint32_t rest = bits_; rest != 0; rest &= rest - 1) {
      const TimerSignal s = timer_signal_at(std::countr_zero(rest));
      if (which(s)) {
        kept.bits_ |= bit(s);
      }
    }
    return kept;
  }
  // What each state becomes.
  template <class Transition>
  PossibleSignals map(Transition&& transition) const {
    PossibleSignals next;
    for (std::uint32_t rest = bits_; rest != 0; rest &= rest - 1) {
      next.bits_ |= bit(transition(timer_signal_at(std::countr_zero(rest))));
    }
    return next;
  }
  PossibleSignals operator|(PossibleSignals other) const {
    other.bits_ |= bits_;
    return other;
  }
  friend bool operator==(PossibleSignals, PossibleSignals) = default;

 private:
  static std::uint32_t bit(const TimerSignal& s) { return std::uint32_t{1} << index_of(s); }
  static_assert(kTimerSignals <= 32);
  std::uint32_t bits_ = 0;
};

constexpr bool is_armed(const TimerSignal& s) {
  return s.status == TimerStatus::armed;
}
constexpr bool is_queued(const TimerSignal& s) {
  return s.entry == Entry::queued;
}
constexpr bool is_in_queue(const TimerSignal& s) {
  return s.in_queue();
}

}  // namespace timerlaw
