// SPDX-License-Identifier: Apache-2.0
#include "conformance/runner/twins.h"

#include <gtest/gtest.h>

#include "conformance/formats/program_text.h"
#include "generators/source.h"
#include "model/profile.h"
#include "model/simulator/simulator.h"

namespace timerlaw::runner {
namespace {

Program program(const std::string& steps) {
  const auto programs = parse_programs("timerlaw program 1\n" + steps, "test");
  EXPECT_TRUE(programs) << programs.error();
  return programs->front();
}

Trace run(const Program& program, std::uint64_t seed) {
  return simulate(program, *find_profile("linux-6.15"), {}, {.seed = seed});
}

// What a twin's trace must contradict its original's in, after `change` was made to it.
std::optional<TwinDifference> compared(const Program& original, TwinKind kind, auto change) {
  const auto twin = make_twin(original, kind);
  EXPECT_TRUE(twin);
  Trace trace = run(twin->program, 2);
  change(trace);
  return compare(run(original, 1), trace, *twin);
}

const std::string kSomeTimer =
    "create t0 clock=monotonic notify=signal signo=RTMIN+0\nsettime t0 rel value=1s interval=3s\ngettime t0\n"
    "settime t0 rel value=1ms old\ntake RTMIN+0 timeout=1s\n";

TEST(Twins, OfTheSimulatedKernelNeverDiffer) {
  const auto source = random_source(7);
  std::array<int, kTwinKinds> pairs{};
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    const Program original = source->at(i);
    for (const TwinKind kind : twin_kinds(original)) {
      const auto twin = make_twin(original, kind);
      const auto found = compare(run(original, i), run(twin->program, i + 1), *twin);
      ++pairs[static_cast<std::size_t>(kind)];
      ASSERT_FALSE(found) << rule(twin_rule(kind)).id << " at step " << found->step << ": " << found->original
                          << "; twin: " << found->twin << "\n"
                          << to_text(original) << to_text(twin->program);
    }
  }
  for (const int count : pairs)
    EXPECT_GT(count, 20);
}

TEST(Twins, SeeARemainingTimeThatNoDeadlineOfBothExplains) {
  for (const TwinKind kind : {TwinKind::clock, TwinKind::directed, TwinKind::abi}) {
    EXPECT_FALSE(compared(program(kSomeTimer), kind, [](Trace&) {}));
    const auto found = compared(program(kSomeTimer), kind, [](Trace& t) { t.results[2].frac -= 5'000; });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->step, 2u);
  }
}

TEST(Twins, SeeAnIntervalThatIsNotTheSame) {
  const auto found = compared(program(kSomeTimer), TwinKind::clock, [](Trace& t) { t.results[3].interval_sec = 4; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->step, 3u);
}

TEST(Twins, SeeASignalWithAnotherCode) {
  const auto found = compared(program(kSomeTimer), TwinKind::abi, [](Trace& t) { t.results[4].info.value = 77; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->step, 4u);
}

TEST(Twins, OfAlarmShowSecondsThatRoundToItsResult) {
  const Program alarm = program("alarm 5\nalarm 7\nalarm 0\n");
  EXPECT_FALSE(compared(alarm, TwinKind::alarm, [](Trace&) {}));
  EXPECT_TRUE(compared(alarm, TwinKind::alarm, [](Trace& t) { t.results[2].sec = 5; }));
}

// 4294967296 seconds are 0 in 32 bits: which it rounds to is a matter of microseconds.
TEST(Twins, OfAlarmAreNotHeldAgainstEachOtherWhereItsResultWraps) {
  const auto shows = [](std::int64_t seconds) {
    return [=](Trace& t) { t.results[t.results.size() - 1].ret = seconds; };
  };
  const Program wraps = program("setitimer real value=4294967295s500064us\nalarm 0\n");
  EXPECT_FALSE(compared(wraps, TwinKind::restore, shows(0)));
  EXPECT_FALSE(compared(wraps, TwinKind::restore, shows(4'294'967'295)));
  EXPECT_TRUE(compared(program("setitimer real value=1000000000s\nalarm 0\n"), TwinKind::restore, shows(0)));
}

TEST(Twins, SetATimerAsideAndBack) {
  const auto twin = make_twin(program(kSomeTimer), TwinKind::restore);
  ASSERT_TRUE(twin);
  EXPECT_EQ(twin->of, (std::vector<std::size_t>{0, 1, kNoStep, kNoStep, 2, 3, 4}));
  EXPECT_FALSE(compared(program(kSomeTimer), TwinKind::restore, [](Trace&) {}));
  EXPECT_TRUE(compared(program(kSomeTimer), TwinKind::restore, [](Trace& t) { t.results[4].interval_sec = 0; }));
}

TEST(Twins, AreNotMadeOfWhatTheLawDoesNotCallTheSame) {
  EXPECT_FALSE(make_twin(program("create t0 clock=monotonic notify=signal signo=ALRM\nalarm 1\n"), TwinKind::directed));
  // The tid of a signal for the process is not looked at.
  const auto twin =
      make_twin(program("create t0 clock=monotonic notify=signal signo=RTMIN+0 tid=2147483647\n"), TwinKind::directed);
  ASSERT_TRUE(twin);
  EXPECT_EQ(twin->program.steps[0].notify, 4);
  EXPECT_EQ(twin->program.steps[0].tid, kSelfTid);
  EXPECT_FALSE(make_twin(program("create t0 clock=monotonic notify=none\nsettime t0 abs value=1s\n"), TwinKind::clock));
  EXPECT_FALSE(make_twin(program("setitimer prof value=1s\nalarm 1\n"), TwinKind::alarm));
  EXPECT_TRUE(twin_kinds(program("burn 1ms\nalarm 1\n")).empty());
  EXPECT_FALSE(make_twin(program("alarm 4294967295\n"), TwinKind::abi));
  EXPECT_FALSE(make_twin(program("create t0 clock=monotonic notify=none id=edge\n"), TwinKind::abi));
}

TEST(Twins, OfAChildThatWasStoppedAreNotComparable) {
  const Trace ran = run(program(kSomeTimer), 1);
  Trace stopped = ran;
  stopped.stopped = true;
  Trace refused = ran;
  refused.ending = Ending::refused;
  EXPECT_TRUE(comparable(ran, ran, "x86_64"));
  EXPECT_FALSE(comparable(ran, stopped, "x86_64"));
  EXPECT_FALSE(comparable(stopped, ran, "x86_64"));
  EXPECT_FALSE(comparable(ran, refused, "x86_64"));
}

// As 32-bit fields the first value is negative, and refused: the timer keeps what it was set aside to.
TEST(Twins, OfTimesThatTheCallsCutAreNotComparable) {
  const Trace wide = run(program("setitimer real value=8000000000s\nalarm 0\n"), 1);
  EXPECT_TRUE(comparable(wide, wide, "x86_64"));
  EXPECT_FALSE(comparable(wide, wide, "i386"));
  const Trace narrow = run(program("setitimer real value=2147483647s\nalarm 0\n"), 1);
  EXPECT_TRUE(comparable(narrow, narrow, "i386"));
}

TEST(Twins, AreNamedByTheirRules) {
  for (int i = 0; i < kTwinKinds; ++i)
    EXPECT_EQ(twin_kind(rule(twin_rule(static_cast<TwinKind>(i))).id), static_cast<TwinKind>(i));
  EXPECT_FALSE(twin_kind("ITR-3"));
}

}  // namespace
}  // namespace timerlaw::runner
