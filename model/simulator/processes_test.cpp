// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/calls/checked.h"
#include "model/simulator/simulated_for_tests.h"

namespace timerlaw::simulated {
namespace {

Refusal refused(const Trace& trace) {
  return trace.ending == Ending::refused ? static_cast<Refusal>(trace.number) : Refusal::none;
}

TEST(SimulatedProcesses, AForkedOneHasNoTimersAndItsParentKeepsThem) {
  const Trace trace =
      run({create(0), settime(0, ns(100 * kS)), setitimer(us(100'000'000)), kill(kRtMin), fork(1), by(1, gettime(0)),
           by(1, getitimer()), by(1, pending()), by(1, create(1)), by(1, exits()), gettime(0), getitimer(), pending()},
          {});
  EXPECT_EQ(trace.results[5].ret, -kEinval);
  EXPECT_EQ(nanos(trace.results[6]), 0);
  EXPECT_TRUE(trace.results[7].pending.empty());
  EXPECT_EQ(trace.results[8].id, 0);
  EXPECT_EQ(trace.results[9].ret, 0);
  EXPECT_EQ(trace.results[10].sec, 99);
  EXPECT_EQ(trace.results[11].sec, 99);
  EXPECT_EQ(trace.results[12].pending, only(kRtMin));
  EXPECT_NE(trace.parties[0].pid, trace.pid);
}

TEST(SimulatedProcesses, AForkedOneInheritsMaskAndDispositions) {
  const Trace trace = run({handler(kRtMin), unmask(kRtMin), fork(1), by(1, kill(kRtMin)), by(1, exits())});
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 1);
  EXPECT_EQ(trace.deliveries[0].info.a, trace.parties[0].pid);
}

TEST(SimulatedProcesses, AKilledOneIsSeenByItsParentAndTheRestGoesOn) {
  const Trace trace = run({fork(1), by(1, pending()), by(1, kill(kSigKill)), by(1, pending()), by(1, exits()),
                           pending(), fork(2), by(2, kill(kSigStop)), by(2, exits())});
  ASSERT_EQ(trace.results.size(), 9u);
  const bool ran[] = {true, true, false, false, true, true, true, false, true};
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    EXPECT_EQ(trace.results[i].ran, ran[i]) << i;
  }
  EXPECT_EQ(trace.results[4].ret, kSigKill);
  EXPECT_EQ(trace.results[8].ret, kSigStop);
  EXPECT_EQ(trace.boundaries(), 10u);
}

TEST(SimulatedProcesses, ForksNestAndHaveThreads) {
  const Trace trace = run({thread(1), by(1, fork(2)), by(2, thread(3)), by(3, fork(4)), by(4, create(0)),
                           by(4, exits()), by(3, pending()), by(2, exits()), pending(), by(1, pending())});
  EXPECT_EQ(trace.ending, Ending::done);
  EXPECT_EQ(trace.parties[2].pid, trace.parties[1].pid);
  EXPECT_NE(trace.parties[3].pid, trace.parties[1].pid);
}

TEST(SimulatedProcesses, OneThatIsKilledTakesItsChildrenAlong) {
  const Trace trace = run({fork(1), by(1, fork(2)), by(2, kill_party(kSigKill, 1, false)), by(2, sleep(kS)),
                           by(2, exits()), by(1, exits()), pending()});
  ASSERT_EQ(trace.results.size(), 7u);
  EXPECT_FALSE(trace.results[4].ran);
  EXPECT_EQ(trace.results[5].ret, kSigKill);
  EXPECT_TRUE(trace.results[6].ran);
}

TEST(SimulatedProcesses, TheFirstOneTakesAllAlong) {
  const Trace trace = run({fork(1), by(1, kill_party(kSigKill, 0, false)), by(1, exits())});
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kSigKill);
}

TEST(SimulatedProcesses, TheParentsHandlersRunWhileItWaits) {
  const Trace trace = run({handler(kRtMin), create(0), settime(0, ns(kMs)), unmask(kRtMin), fork(1),
                           by(1, sleep(10 * kMs)), by(1, exits()), pending()});
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 0);
  EXPECT_EQ(trace.results[5].deliveries, 1u);
}

TEST(SimulatedProcesses, ExecDeletesTimersAndKeepsIntervalTimersMaskAndIds) {
  const Trace trace = run({create(0), create(1), settime(0, ns(kMs)), setitimer(us(1'000), us(100'000)), sleep(2 * kMs),
                           queue(kUsr1, kSiTimer), queue(kRtMin + 1, -1), ignore(kUsr1 + 2), handler(kRtMin + 2),
                           exec(), pending(), gettime(0), create(2), take(only(kSigAlrm)), getitimer()});
  EXPECT_TRUE(trace.results[10].pending.has(kSigAlrm));
  EXPECT_TRUE(trace.results[10].pending.has(kRtMin + 1));
  EXPECT_FALSE(trace.results[10].pending.has(kUsr1));
  EXPECT_FALSE(trace.results[10].pending.has(kRtMin));
  EXPECT_EQ(trace.results[11].ret, -kEinval);
  EXPECT_EQ(trace.results[12].id, 2);
  EXPECT_EQ(trace.results[13].ret, kSigAlrm);
  EXPECT_GT(trace.results[14].frac, 0);
}

TEST(SimulatedProcesses, ExecEndsTheOtherThreadsAndResetsHandlers) {
  const Trace trace = run({handler(kRtMin), thread(1), by(1, exec()), by(1, unmask(kRtMin)), by(1, kill(kRtMin))});
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(refused(run({thread(1), by(1, exec()), pending()})), Refusal::no_party);
}

TEST(SimulatedProcesses, AnEndSendsSigchldAfterExecAndAStopAlways) {
  EXPECT_FALSE(last({fork(1), by(1, exits()), pending()}).pending.has(kSigChld));
  const Trace ended = run({fork(1), by(1, exec()), by(1, kill(kSigKill)), by(1, exits()), take()});
  EXPECT_EQ(ended.results[4].info.code, 2);
  EXPECT_EQ(ended.results[4].info.value, static_cast<std::uint64_t>(kSigKill));
  EXPECT_EQ(last({fork(1), by(1, kill(kSigStop)), by(1, exits()), take()}).info.code, 5);
  const Trace unseen =
      run({ignore(kSigChld), fork(1), by(1, exec()), by(1, kill(kSigKill)), by(1, exits()), pending()});
  EXPECT_EQ(unseen.results[4].ret, 0);
  EXPECT_TRUE(unseen.results[5].pending.empty());
}

TEST(SimulatedProcesses, ARestoringModeIsNotInheritedAndEndsWithExec) {
  const Step on{.op = Op::restore, .number = 1}, ask{.op = Op::restore, .number = 2};
  const Trace trace = run({on, ask, fork(1), by(1, ask), by(1, exits()), exec(), ask});
  EXPECT_EQ(trace.results[1].ret, 1);
  EXPECT_EQ(trace.results[3].ret, 0);
  EXPECT_EQ(trace.results[6].ret, 0);
}

TEST(SimulatedProcesses, TheProgramIsRefusedBeforeItRuns) {
  EXPECT_EQ(refused(run({by(1, pending())})), Refusal::no_party);
  EXPECT_EQ(refused(run({fork(1), pending()})), Refusal::no_party);
  EXPECT_EQ(refused(run({thread(1), by(1, exits()), by(1, pending())})), Refusal::no_party);
  EXPECT_EQ(refused(run({thread(1), thread(1)})), Refusal::no_party);
  TargetFacts facts;
  EXPECT_EQ(refused(simulate({Child::reused, {thread(1)}}, *find_profile("linux-6.15"), facts, {})),
            Refusal::needs_fresh);
  Step narrow = gettime(0);
  narrow.time32 = true;
  EXPECT_EQ(refused(run({narrow})), Refusal::wrong_abi);
  EXPECT_EQ(refused(run({{.op = Op::setclock}})), Refusal::no_rights);
  EXPECT_EQ(refused(run({{.op = Op::timens}})), Refusal::no_rights);
}

}  // namespace
}  // namespace timerlaw::simulated
