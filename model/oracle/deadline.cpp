// SPDX-License-Identifier: Apache-2.0
#include "model/oracle/deadline.h"

#include <algorithm>

#include "model/calls/conversions.h"

namespace timerlaw {

void Deadline::normalise() {
  if (periods_.lo == periods_.hi) {
    first_ = {first_.lo + periods_.lo * interval_, first_.hi + periods_.lo * interval_};
    periods_ = {0, 0};
  } else if (first_.hi - first_.lo >= interval_ - 1) {
    // The grid points' ranges touch: they are one range.
    first_ = range();
    periods_ = {0, 0};
  }
  if (hi() > most_) {
    first_ = {std::min(lo(), most_), most_};
    periods_ = {0, 0};
  }
}

bool Deadline::narrow(Range window, std::uint32_t from) {
  if (interval_ > 0 && periods_.lo != periods_.hi) {
    const Range k{std::max(periods_.lo, ceil_div(window.lo - first_.hi, interval_)),
                  std::min(periods_.hi, floor_div(window.hi - first_.lo, interval_))};
    if (k.empty()) {
      return false;
    }
    if (k.lo != periods_.lo) {
      lo_from_ = from;
    }
    if (k.hi != periods_.hi) {
      hi_from_ = from;
    }
    periods_ = k;
    normalise();
    if (periods_.lo != periods_.hi) {
      return true;
    }
  }
  const Range narrowed = range() & window;
  if (narrowed.empty()) {
    return false;
  }
  if (narrowed.lo != lo()) {
    lo_from_ = from;
  }
  if (narrowed.hi != hi()) {
    hi_from_ = from;
  }
  first_ = narrowed;
  periods_ = {0, 0};
  return true;
}

void Deadline::forward(Range now, std::uint32_t from) {
  // floor((now - E0 - k·I) / I) + 1 further intervals: E0's share of it does not depend on k.
  const Wide least = std::max(periods_.lo + 1, floor_div(now.lo - first_.hi, interval_) + 1);
  const Wide most = std::max(least, floor_div(now.hi - first_.lo, interval_) + 1);
  periods_ = {least, most};
  normalise();
  narrow({now.lo + 1, now.hi + interval_}, from);
}

void Deadline::forward_perhaps(Range now) {
  periods_.hi = std::max(periods_.hi, floor_div(now.hi - first_.lo, interval_) + 1);
  normalise();
}

bool Deadline::narrow_grid(Range window, Range now, Wide least, std::uint32_t from, Wide ahead) {
  Deadline point = *this;
  const Wide lowest = std::max(periods_.lo + least, floor_div(now.lo - first_.hi, interval_) + 1);
  const Wide highest =
      std::max({periods_.hi + least, floor_div(now.hi - first_.lo, interval_) + 1, periods_.lo + ahead});
  point.periods_ = {lowest, highest};
  if (first_.hi + highest * interval_ > most_ && window.has(most_)) {
    return true;
  }
  if (!point.narrow(window, from)) {
    return false;
  }
  if (lowest == highest && one_period()) {
    first_ = {point.lo() - lowest * interval_, point.hi() - lowest * interval_};
    lo_from_ = point.lo_from_;
    hi_from_ = point.hi_from_;
  }
  return true;
}

}  // namespace timerlaw
