// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "generators/fingerprint.h"
#include "generators/mix.h"
#include "generators/parties.h"
#include "generators/plan.h"
#include "generators/source.h"
#include "generators/steps.h"

namespace timerlaw {
namespace {

constexpr std::uint64_t kMany = 20'000;

constexpr Capabilities kAllCan{.set_clock = true, .time_namespaces = true, .time32 = true};

std::uint64_t fingerprint(const Source& source, std::uint64_t programs) {
  Fingerprint print;
  for (std::uint64_t i = 0; i < programs; ++i) {
    print.add(source.at(i));
  }
  return print.value();
}

template <class Visit>
void each_step(const Source& source, Visit visit) {
  for (std::uint64_t i = 0; i < kMany; ++i) {
    for (const Step& step : source.at(i).steps) {
      visit(step);
    }
  }
}

// When this fails because the programs were meant to change: raise kGeneratorVersion, then put the new values here. The
// version is part of the key, so that new programs and old ones are never mixed up.
TEST(RandomSource, ProgramsOfThisGeneratorVersionAreFixedForEver) {
  EXPECT_EQ(fingerprint(*random_source(1), 1000), 3821079900031452024U);
  EXPECT_EQ(fingerprint(*random_source(1, false), 1000), 17898116030202073872U);
}

TEST(RandomSource, AProgramDependsOnSeedAndIndexAlone) {
  const auto source = random_source(7);
  const Program late = source->at(1'000'000'007);
  EXPECT_EQ(random_source(7)->at(1'000'000'007), late);
  EXPECT_NE(random_source(8)->at(1'000'000'007), late);
  EXPECT_NE(source->at(1'000'000'008), late);
}

TEST(RandomSource, EveryOpAndEveryPointerOccurs) {
  std::set<Op> ops;
  std::set<Pointer> in;
  std::set<Pointer> out;
  std::set<Anchor> anchors;
  std::set<Origin> origins;
  each_step(*random_source(1, true, kAllCan), [&](const Step& s) {
    ops.insert(s.op);
    in.insert(s.in);
    out.insert(s.out);
    anchors.insert(s.anchor);
    origins.insert(s.value.origin);
  });
  EXPECT_EQ(ops.size(), static_cast<std::size_t>(kOpCount));
  EXPECT_EQ(in.size(), static_cast<std::size_t>(kPointerCount));
  EXPECT_EQ(out.size(), static_cast<std::size_t>(kPointerCount));
  EXPECT_EQ(anchors.size(), 4U);
  EXPECT_EQ(origins.size(), 3U);
}

TEST(RandomSource, EveryClassOfErrorOccurs) {
  std::set<std::string> seen;
  each_step(*random_source(1), [&](const Step& s) {
    const auto note = [&](const char* what, bool holds) {
      if (holds) {
        seen.insert(what);
      }
    };
    note("no timers on this clock", s.op == Op::create && s.clock >= 4 && s.clock <= 6);
    note("no such clock", s.op == Op::create && s.clock >= 10 && s.clock != 11);
    note("notify", s.op == Op::create && s.notify == 8);
    note("signo", s.op == Op::create && s.number == 65);
    note("tid", s.op == Op::create && s.tid == 0);
    note("sevp", s.op == Op::create && s.in == Pointer::bad);
    note("idp", s.op == Op::create && s.out == Pointer::readonly);
    note("unknown id", s.op == Op::settime && s.slot == kNoSlot);
    note("null new", s.op == Op::settime && s.in == Pointer::null);
    note("new", s.op == Op::settime && s.in == Pointer::edge);
    note("old", s.op == Op::settime && s.out == Pointer::bad);
    note("nanoseconds", s.op == Op::settime && s.value.frac == steps::kSecond);
    note("negative seconds", s.op == Op::settime && s.value.sec == -1);
    note("interval", s.op == Op::settime && s.interval.sec == -1);
    note("microseconds", s.op == Op::setitimer && s.value.frac == 1'000'000);
    note("which", s.op == Op::getitimer && s.clock == 99);
    note("null value", s.op == Op::setitimer && s.in == Pointer::null);
    note("getitimer pointer", s.op == Op::getitimer && s.out == Pointer::null);
    note("delete unknown", s.op == Op::remove && s.slot == kNoSlot);
    note("overrun unknown", s.op == Op::overrun && s.slot == kNoSlot);
    note("sigaction signo", s.op == Op::ignore && s.number == 0);
  });
  EXPECT_EQ(seen.size(), 21U) << testing::PrintToString(seen);
}

TEST(RandomSource, ClocksOfEveryKindOccur) {
  std::set<std::int64_t> clocks;
  std::set<int> of_parties;
  each_step(*random_source(1), [&](const Step& s) {
    if (s.op == Op::create && is_party_clock(s.clock)) {
      of_parties.insert(kind_of_party_clock(s.clock));
    } else if (s.op == Op::create) {
      clocks.insert(s.clock);
    }
  });
  for (const std::int64_t clock : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 23, 24, -1, -2, -3, -4, -5, -6, -7, -8}) {
    EXPECT_TRUE(clocks.contains(clock)) << clock;
  }
  EXPECT_EQ(of_parties, (std::set<int>{0, 1, 2, 4, 5, 6}));
}

TEST(RandomSource, EveryProgramIsAdmissible) {
  for (const Capabilities& can : {Capabilities{}, kAllCan}) {
    for (const bool waits : {true, false}) {
      const auto source = random_source(9, waits, can);
      for (std::uint64_t i = 0; i < kMany; ++i) {
        EXPECT_TRUE(admissible(source->at(i))) << "program " << i;
      }
    }
  }
}

TEST(RandomSource, NothingIsAskedForThatTheTargetCannotDo) {
  const Capabilities nothing{.tick = {10'000'000}, .cpu_time = false, .user_time = false};
  each_step(*random_source(1, true, nothing), [](const Step& s) {
    EXPECT_FALSE(s.op == Op::setclock || s.op == Op::timens || s.time32);
    EXPECT_FALSE(s.op == Op::burn && (!s.set.empty() || s.value.frac > 1'500'000));
  });
}

TEST(RandomSource, AClockThatWasSetIsSetBack) {
  const auto source = random_source(1, true, kAllCan);
  std::uint64_t set = 0;
  for (std::uint64_t i = 0; i < kMany; ++i) {
    std::int64_t by = 0;
    for (const Step& s : source->at(i).steps) {
      if (s.op == Op::setclock) {
        by += s.value.sec * steps::kSecond + s.value.frac;
        ++set;
      }
    }
    EXPECT_EQ(by, 0) << "program " << i;
  }
  EXPECT_GT(set, 0U);
}

TEST(RandomSource, CpuTimeIsBurntInFewPrograms) {
  const auto source = random_source(1);
  std::uint64_t burning = 0;
  for (std::uint64_t i = 0; i < kMany; ++i) {
    std::int64_t burnt = 0;
    bool waits = false;
    for (const Step& s : source->at(i).steps) {
      burnt += s.op == Op::burn && s.set.empty() ? s.value.frac : 0;
      waits = waits || (s.op == Op::burn && !s.set.empty());
    }
    EXPECT_LE(burnt, 2 * kLongestBurn.ns + 30'000'000) << "program " << i;
    burning += waits || burnt > 1'500'000 ? 1 : 0;
  }
  EXPECT_GT(burning, kMany / 2000);
  EXPECT_LT(burning, kMany / 250);
}

TEST(RandomSource, NoProgramWaitsInVain) {
  const auto source = random_source(3);
  for (std::uint64_t i = 0; i < kMany; ++i) {
    EXPECT_TRUE(waits_are_bounded(source->at(i), kPatience)) << "program " << i;
  }
}

TEST(RandomSource, WithoutWaitsNoStepWaits) {
  each_step(*random_source(3, false), [](const Step& s) {
    EXPECT_NE(s.op, Op::sleep);
    EXPECT_NE(s.op, Op::until);
    EXPECT_NE(s.op, Op::burn);
    EXPECT_NE(s.op, Op::read);
    if (s.op == Op::take || s.op == Op::window) {
      EXPECT_EQ(s.value, TimeArg{});
    }
  });
}

TEST(RandomSource, FewerThanOneProgramInAHundredMayDie) {
  const auto source = random_source(5);
  std::uint64_t deadly = 0;
  for (std::uint64_t i = 0; i < kMany; ++i) {
    Plan plan;
    const auto kills = [&plan](const Step& step) {
      const bool may = plan.may_kill(step);
      plan.follow(step);
      return may;
    };
    deadly += std::ranges::any_of(source->at(i).steps, kills) ? 1 : 0;
  }
  EXPECT_GT(deadly, 0U);
  EXPECT_LT(deadly, kMany / 100);
}

TEST(RandomSource, TimersThatKillOrStopForGoodAreNeverArmed) {
  constexpr SigSet kJobControl = steps::set_of({kSigKill, kSigStop});
  const auto source = random_source(6);
  for (std::uint64_t i = 0; i < kMany; ++i) {
    Plan plan;
    for (const Step& step : source->at(i).steps) {
      plan.follow(step);
      for (std::int32_t slot = 0; slot < kPlannedSlots; ++slot) {
        EXPECT_FALSE(plan.timer(slot).armed && kJobControl.has(plan.timer(slot).signo)) << "program " << i;
      }
    }
  }
}

TEST(RandomSource, TimersOftenShareASignalAndADeadline) {
  const auto source = random_source(2);
  std::uint64_t shared = 0;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Plan plan;
    bool meets = false;
    for (const Step& step : source->at(i).steps) {
      plan.follow(step);
      for (std::int32_t a = 0; a < kPlannedSlots; ++a) {
        for (std::int32_t b = 0; b < a; ++b) {
          meets = meets || (plan.timer(a).sure && plan.timer(b).sure && plan.timer(a).due == plan.timer(b).due &&
                            plan.timer(a).signo == plan.timer(b).signo);
        }
      }
    }
    shared += meets ? 1 : 0;
  }
  EXPECT_GT(shared, 100U);
}

}  // namespace
}  // namespace timerlaw
