// SPDX-License-Identifier: Apache-2.0
// The hidden deadline against an enumeration of every deadline that is possible, on small numbers.
#include "model/oracle/deadline.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "model/calls/conversions.h"

namespace timerlaw {
namespace {

using Instants = std::set<std::int64_t>;

std::int64_t draw(std::int64_t lo, std::int64_t hi) {
  return *rc::gen::inRange(lo, hi + 1);
}
Range draw_range(std::int64_t lo, std::int64_t hi, std::int64_t width) {
  const std::int64_t first = draw(lo, hi);
  return {first, first + draw(0, width)};
}

bool possible(const Deadline& deadline, Wide instant) {
  return Deadline(deadline).narrow({instant, instant}, 0);
}
bool holds(const Deadline& deadline, const Instants& instants) {
  for (const std::int64_t instant : instants) {
    if (!possible(deadline, instant) || !deadline.range().has(instant)) {
      return false;
    }
  }
  return true;
}
// The deadline admits nothing but `instants`.
bool admits_only(const Deadline& deadline, const Instants& instants) {
  for (Wide i = deadline.lo() - 3; i <= deadline.hi() + 3; ++i) {
    if (possible(deadline, i) != instants.contains(static_cast<std::int64_t>(i))) {
      return false;
    }
  }
  return true;
}

Instants all_of(Range range) {
  Instants instants;
  for (Wide i = range.lo; i <= range.hi; ++i) {
    instants.insert(static_cast<std::int64_t>(i));
  }
  return instants;
}
Instants within(const Instants& instants, Range window) {
  Instants kept;
  for (const std::int64_t i : instants) {
    if (window.has(i)) {
      kept.insert(i);
    }
  }
  return kept;
}
// The first points of the grids after some instant of `now`, at least `least` intervals on.
Instants next_points(std::int64_t deadline, Range now, std::int64_t interval, std::int64_t least) {
  Instants points;
  for (Wide n = now.lo; n <= now.hi; ++n) {
    std::int64_t point = deadline + least * interval;
    while (point <= n) {
      point += interval;
    }
    points.insert(point);
  }
  return points;
}
Instants forwarded(const Instants& instants, Range now, std::int64_t interval) {
  Instants next;
  for (const std::int64_t i : instants) {
    for (Wide n = now.lo; n <= now.hi; ++n) {
      if (i <= n) {
        next.merge(next_points(i, {n, n}, interval, 1));
      }
    }
  }
  return next;
}

TEST(Deadline, OfAOneShotIsNarrowedExactly) {
  EXPECT_TRUE(rc::check([] {
    const Range instants = draw_range(0, 30, 10);
    Deadline deadline(instants, 0, 1);
    Instants truth = all_of(instants);
    for (int i = 0; i < 4; ++i) {
      const Range window = draw_range(0, 40, 15);
      const Instants kept = within(truth, window);
      const Deadline before = deadline;
      RC_ASSERT(deadline.narrow(window, 2) == !kept.empty());
      if (kept.empty()) {
        RC_ASSERT(deadline.range() == before.range());
      } else {
        truth = kept;
      }
      RC_ASSERT(admits_only(deadline, truth));
    }
  }));
}

// What happens to a deadline, on both sides. False when nothing is possible any more.
bool happens(Deadline& deadline, Instants& truth, std::int64_t interval, bool exact_only) {
  const Range now = draw_range(0, 60, 12);
  switch (draw(0, exact_only ? 2 : 4)) {
    case 0: {
      const Range window = draw_range(0, 60, 20);
      truth = within(truth, window);
      const bool left = deadline.narrow(window, 1);
      RC_ASSERT(left || truth.empty());
      RC_ASSERT(!exact_only || left == !truth.empty());
      break;
    }
    case 1: {
      const std::int64_t count = draw(0, 3);
      Instants moved;
      for (const std::int64_t i : truth) {
        moved.insert(i + count * interval);
      }
      truth = moved;
      deadline.advance(count);
      break;
    }
    case 2: {
      // It was at or before the instant.
      truth = within(truth, {-1000, now.hi});
      if (truth.empty() || !deadline.narrow({-kFar, now.hi}, 1)) {
        RC_ASSERT(truth.empty());
        return false;
      }
      truth = forwarded(truth, now, interval);
      deadline.forward(now, 1);
      break;
    }
    case 3: {
      truth.merge(forwarded(truth, now, interval));
      deadline.forward_perhaps(now);
      break;
    }
    default: {
      const Range window = draw_range(0, 60, 20);
      const std::int64_t least = draw(0, 1);
      Instants kept;
      for (const std::int64_t i : truth) {
        if (!within(next_points(i, now, interval, least), window).empty()) {
          kept.insert(i);
        }
      }
      const bool left = deadline.narrow_grid(window, now, least, 1);
      RC_ASSERT(left || kept.empty());
      truth = kept;
      break;
    }
  }
  return !truth.empty();
}

TEST(Deadline, NeverLosesAnInstantThatIsPossible) {
  EXPECT_TRUE(rc::check([] {
    const std::int64_t interval = draw(1, 12);
    const Range instants = draw_range(0, 20, 15);
    Deadline deadline(instants, interval, 1);
    Instants truth = all_of(instants);
    for (int i = 0; i < 6 && happens(deadline, truth, interval, false); ++i) {
      RC_ASSERT(holds(deadline, truth));
    }
  }));
}

TEST(Deadline, ThatBeganAtAKnownInstantIsExact) {
  EXPECT_TRUE(rc::check([] {
    const std::int64_t interval = draw(1, 12);
    const std::int64_t instant = draw(0, 20);
    Deadline deadline({instant, instant}, interval, 1);
    Instants truth{instant};
    for (int i = 0; i < 6 && happens(deadline, truth, interval, true); ++i) {
      RC_ASSERT(admits_only(deadline, truth));
    }
  }));
}

TEST(Deadline, ForwardsToThePointAfterNowAndCountsAPointThatIsNow) {
  Deadline deadline({100, 100}, 10, 1);
  deadline.forward({120, 120}, 2);
  EXPECT_EQ(deadline.range(), (Range{130, 130}));
}

TEST(Deadline, KeepsItsUncertaintyWhenItMovesOn) {
  Deadline deadline({100, 103}, 10, 1);
  deadline.forward({125, 125}, 2);
  EXPECT_EQ(deadline.range(), (Range{130, 133}));
  EXPECT_TRUE(deadline.one_period());
  EXPECT_TRUE(deadline.narrow({132, 200}, 3));
  EXPECT_EQ(deadline.range(), (Range{132, 133}));
  EXPECT_EQ(deadline.lo_from(), 3u);
}

TEST(Deadline, OnAGridIsFoundFromOneOfItsLaterPoints) {
  Deadline deadline({100, 104}, 10, 1);
  EXPECT_TRUE(deadline.narrow_grid({133, 135}, {125, 125}, 1, 2));
  EXPECT_EQ(deadline.range(), (Range{103, 104}));
  EXPECT_FALSE(deadline.narrow_grid({131, 132}, {125, 125}, 1, 3));
  EXPECT_EQ(deadline.range(), (Range{103, 104}));
}

TEST(Deadline, ThatIsNotYetDueStaysAnyOfItsPointsOnTheGrid) {
  Deadline deadline({0, 0}, 5, 1);
  deadline.forward({27, 35}, 2);
  EXPECT_TRUE(deadline.narrow_grid({36, 40}, {0, 0}, 0, 3));
}

TEST(Deadline, BeyondTheEndOfTimeIsTheEndOfTime) {
  Deadline deadline({kTimeMax - 5, kTimeMax - 5}, 10, 1);
  deadline.forward({kTimeMax - 5, kTimeMax - 5}, 2);
  EXPECT_EQ(deadline.range(), (Range{kTimeMax, kTimeMax}));
  Deadline unsure({kTimeMax - 5, kTimeMax - 5}, 10, 1);
  unsure.forward_perhaps({kTimeMax - 6, kTimeMax - 5});
  EXPECT_TRUE(possible(unsure, kTimeMax - 5));
  EXPECT_TRUE(possible(unsure, kTimeMax));
}

}  // namespace
}  // namespace timerlaw
