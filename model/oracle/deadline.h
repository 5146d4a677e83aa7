// SPDX-License-Identifier: Apache-2.0
// A deadline that nobody has seen: an instant E0 + k·interval, with E0 and k each in a closed range. Observations
// narrow it; when they leave nothing, the trace diverges. k is never enumerated.
#pragma once

#include <cstdint>

#include "model/calls/conversions.h"
#include "model/preimage.h"

namespace timerlaw {

class Deadline {
 public:
  Deadline() = default;
  // Armed by step `from`: somewhere in `instants`, interval 0 for a one-shot.
  Deadline(Range instants, Wide interval, std::uint32_t from, Wide most = kTimeMax)
      : first_(instants), interval_(interval), most_(most), lo_from_(from), hi_from_(from) {}

  Wide lo() const { return first_.lo + periods_.lo * interval_; }
  Wide hi() const { return first_.hi + periods_.hi * interval_; }
  Range range() const { return {lo(), hi()}; }
  Wide interval() const { return interval_; }
  Wide most() const { return most_; }
  // Whether it is, or may be, a later point of its grid than the first.
  bool moved() const { return periods_.lo != 0 || periods_.hi != 0; }
  bool one_period() const { return periods_.lo == periods_.hi; }
  // The steps that set the bounds.
  std::uint32_t lo_from() const { return lo_from_; }
  std::uint32_t hi_from() const { return hi_from_; }

  // The deadline lies in `window`. False, and nothing changes, if it cannot.
  bool narrow(Range window, std::uint32_t from);

  // The deadline moves `count` intervals on.
  void advance(Wide count) {
    periods_ = {periods_.lo + count, periods_.hi + count};
    normalise();
  }

  // The deadline moves to the first point of its grid after an instant of `now`; it was at or before that instant.
  void forward(Range now, std::uint32_t from);

  // As forward, or the deadline stays as it is: which of the two is not known.
  void forward_perhaps(Range now);

  // Some point of the grid lies in `window`, `least` or more intervals on, and is the first after an instant of `now`;
  // narrows E0 where that follows. False if there is none.
  // `ahead`: so many intervals on it may stand in any case, for the clock was set back.
  bool narrow_grid(Range window, Range now, Wide least, std::uint32_t from, Wide ahead = -1);

 private:
  void normalise();

  Range first_{0, 0};
  Wide interval_ = 0;
  Wide most_ = kTimeMax;  // what would lie beyond is this (CONV-2); deadlines of CPU time have 64 bits (CPU-10)
  Range periods_{0, 0};
  std::uint32_t lo_from_ = 0;
  std::uint32_t hi_from_ = 0;
};

}  // namespace timerlaw
