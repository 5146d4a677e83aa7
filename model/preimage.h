// SPDX-License-Identifier: Apache-2.0
// The evaluator that runs a rule backward: given what a rule returned, which values of one hidden number x explain it?
//
// Every value of a rule is floor((x·s + c) / d) with s 0 or 1, on the range of x that the guards so far leave.
// Comparing it with a constant is a range of x again; so a branch narrows the range, and observing a result narrows it
// once more.
#pragma once

#include <limits>

#include "model/eval.h"

namespace timerlaw {

// A closed range of integers; empty when lo > hi.
struct Range {
  Wide lo;
  Wide hi;
  constexpr bool empty() const { return lo > hi; }
  constexpr bool has(Wide x) const { return lo <= x && x <= hi; }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};
constexpr Range operator&(const Range& a, const Range& b) {
  return {a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi};
}
constexpr Range operator&&(const Range& a, const Range& b) {
  return a & b;
}
// The smallest range that holds both.
constexpr Range hull(const Range& a, const Range& b) {
  if (a.empty()) {
    return b;
  }
  if (b.empty()) {
    return a;
  }
  return {a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}
inline constexpr Wide kFar = Wide{1} << 100;
inline constexpr Range kEverything{-kFar, kFar};
inline constexpr Range kNothing{1, 0};

class Preimage {
 public:
  using Bool = Range;
  // floor((x·s + c) / d)
  struct Num {
    bool s;
    Wide c;
    Wide d;
    constexpr Num(Wide constant)
        : s(false), c(constant), d(1) {}  // NOLINT(google-explicit-constructor): constants mix freely
    constexpr Num(bool scale, Wide offset, Wide divisor) : s(scale), c(offset), d(divisor) {}
    friend constexpr Num operator+(Num a, Wide k) { return {a.s, a.c + k * a.d, a.d}; }
    friend constexpr Num operator-(Num a, Wide k) { return {a.s, a.c - k * a.d, a.d}; }
    friend constexpr Range operator<=(Num a, Wide k) {
      if (!a.s) {
        return timerlaw::floor_div(a.c, a.d) <= k ? kEverything : kNothing;
      }
      return {-kFar, (k + 1) * a.d - 1 - a.c};
    }
    friend constexpr Range operator>=(Num a, Wide k) {
      if (!a.s) {
        return timerlaw::floor_div(a.c, a.d) >= k ? kEverything : kNothing;
      }
      return {k * a.d - a.c, kFar};
    }
    friend constexpr Range operator<(Num a, Wide k) { return a <= k - 1; }
    friend constexpr Range operator>(Num a, Wide k) { return a >= k + 1; }
    friend constexpr Range operator==(Num a, Wide k) { return (a <= k) & (a >= k); }
  };

  explicit constexpr Preimage(Range x) : range_(x) {}
  constexpr Num hidden() const { return {true, 0, 1}; }
  static constexpr Num floor_div(Num a, Wide b) { return {a.s, a.c, a.d * b}; }

  template <class Then>
  constexpr void branch(const char*, Range guard, Then&& then) {
    const Range saved = range_;
    range_ = range_ & guard;
    if (!range_.empty()) {
      then();
    }
    range_ = saved;
  }
  // At the end of a rule: x explains the observation if the rule's result is `observed` here.
  constexpr void observe(Num result, Wide observed) { found_ = hull(found_, range_ & (result == observed)); }
  // The hull of all x that explain what was observed. A rule's results are monotone in x, so the hull adds nothing
  // but where two branches return the same value (a test enumerates this).
  constexpr Range found() const { return found_; }

 private:
  Range range_;
  Range found_ = kNothing;
};

}  // namespace timerlaw
