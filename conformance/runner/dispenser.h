// SPDX-License-Identifier: Apache-2.0
// Deals the ordinals of a run out to its jobs, a few neighbours at a time. Thread-safe.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace timerlaw::runner {

struct Hand {
  std::uint64_t next = 0;
  std::uint64_t end = 0;
  bool empty() const { return next == end; }
};

class Dispenser {
 public:
  using Clock = std::chrono::steady_clock;

  // Deals [first, end), until `until` at most.
  Dispenser(std::uint64_t first, std::uint64_t end, std::optional<Clock::time_point> until)
      : next_(first), written_(first), end_(end), until_(until) {}

  // Few enough that little is left to do when the time is up, enough to keep the jobs off the lock.
  static constexpr std::uint64_t kHand = 8;
  // How far the jobs may run ahead of the results written in order: bounds the memory while one program hangs.
  static constexpr std::uint64_t kAhead = 100'000;

  enum class Dealt : std::uint8_t { hand, later, nothing };

  // A hand; `later` if the jobs are too far ahead; `nothing` at the end.
  Dealt deal(Hand& hand) {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || next_ == end_ || (until_ && Clock::now() >= *until_))
      return Dealt::nothing;
    if (next_ >= written_ + kAhead)
      return Dealt::later;
    hand = {next_, std::min(next_ + kHand, end_)};
    next_ = hand.end;
    return Dealt::hand;
  }

  // Everything before `ordinal` stands in the results.
  void written(std::uint64_t ordinal) {
    const std::scoped_lock lock(mutex_);
    written_ = ordinal;
  }

  void stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }

  // The first ordinal that nobody was dealt.
  std::uint64_t dealt() const {
    const std::scoped_lock lock(mutex_);
    return next_;
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t next_;
  std::uint64_t written_;
  const std::uint64_t end_;
  const std::optional<Clock::time_point> until_;
  bool stopped_ = false;
};

}  // namespace timerlaw::runner
