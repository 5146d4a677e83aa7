// SPDX-License-Identifier: Apache-2.0
// Programs of several threads and processes.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

constexpr Nanos kMillisecond{1'000'000};
constexpr Nanos kSecond{1'000'000'000};
constexpr int kEinval = 22;
constexpr std::int64_t kThreadId = 4;  // SIGEV_THREAD_ID

Trace run_fresh(std::vector<Step> steps) {
  return run_program({Child::fresh, std::move(steps)});
}

void expect_whole(const Trace& trace) {
  EXPECT_EQ(trace.ending, Ending::done) << trace.number;
  ASSERT_EQ(trace.results.size(), trace.program.steps.size());
  EXPECT_EQ(trace.boundaries(), trace.program.steps.size() + 1);
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    EXPECT_TRUE(trace.results[i].ran) << i;
    EXPECT_LE(trace.bracket(i, 0).before, trace.bracket(i, 0).after) << i;
  }
}

Step make(Op op, Party party) {
  return number_step(op, party);
}
Step plain(Op op) {
  return number_step(op, 0);
}

Step kill_step(Signo signo, std::int64_t tid, bool thread) {
  Step step = number_step(Op::kill, signo);
  step.tid = tid;
  step.flags = thread ? kKillThread : 0;
  return step;
}

Step hundred_seconds(std::int32_t slot) {
  Step step = timer_step(Op::settime, slot);
  step.value.sec = 100;
  return step;
}

Step setitimer_step(Which which, Nanos value) {
  Step step;
  step.op = Op::setitimer;
  step.clock = static_cast<std::int64_t>(which);
  step.value = {value.ns / 1'000'000'000, value.ns % 1'000'000'000 / 1000, Origin::literal};
  return step;
}

Step getitimer_step(Which which) {
  Step step;
  step.op = Op::getitimer;
  step.clock = static_cast<std::int64_t>(which);
  step.out = Pointer::ok;
  return step;
}

TEST(Threads, ASignalForAThreadIsHandledInThatThread) {
  const Trace trace = run_fresh({number_step(Op::handler, kRtMin), make(Op::thread, 1), make(Op::thread, 2),
                                 kill_step(kRtMin, party_tid(2), true), by(1, set_step(Op::window, only(kRtMin))),
                                 by(2, set_step(Op::window, only(kRtMin))), set_step(Op::window, only(kRtMin))});
  expect_whole(trace);
  ASSERT_EQ(trace.parties.size(), 2u);
  for (const PartyIds& party : trace.parties) {
    EXPECT_EQ(party.pid, trace.pid);
    EXPECT_NE(party.tid, trace.pid);
  }
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 2);
  EXPECT_EQ(trace.deliveries[0].info.code, kSiTkill);
  EXPECT_EQ(trace.results[5].deliveries, 1u);
}

TEST(Threads, ASignalForTheProcessIsHandledInTheThreadThatDoesNotBlockIt) {
  const Trace trace =
      run_fresh({number_step(Op::handler, kRtMin), make(Op::thread, 1), by(1, set_step(Op::unmask, only(kRtMin))),
                 number_step(Op::kill, kRtMin), by(1, set_step(Op::pending, {}))});
  expect_whole(trace);
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 1);
  EXPECT_EQ(trace.deliveries[0].info.a, trace.pid);
}

TEST(Threads, ATimerSendsItsSignalToAnotherThread) {
  Step create = create_step(0, kRtMin);
  create.notify = kThreadId;
  create.tid = party_tid(1);
  const Trace trace = run_fresh({make(Op::thread, 1), create, settime_step(0, kMillisecond),
                                 set_step(Op::take, only(kRtMin), Nanos{20'000'000}),
                                 by(1, set_step(Op::take, only(kRtMin), kSecond))});
  expect_whole(trace);
  EXPECT_EQ(trace.results[3].ret, -11);  // EAGAIN: not for this thread
  EXPECT_EQ(trace.results[4].ret, kRtMin);
}

TEST(Threads, ANewThreadInheritsTheMask) {
  const Trace trace =
      run_fresh({set_step(Op::unmask, only(kRtMin)), number_step(Op::ignore, kRtMin), make(Op::thread, 1),
                 set_step(Op::mask, only(kRtMin)), number_step(Op::dflt, kRtMin), number_step(Op::handler, kRtMin),
                 number_step(Op::kill, kRtMin), by(1, set_step(Op::pending, {}))});
  expect_whole(trace);
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].party, 1);
}

TEST(Threads, TheRestGoesOnWhenTheFirstThreadEnds) {
  const Trace trace =
      run_fresh({create_step(0, kRtMin), make(Op::thread, 1), plain(Op::exit), by(1, settime_step(0, kMillisecond)),
                 by(1, set_step(Op::take, only(kRtMin), kSecond)), by(1, plain(Op::exit))});
  expect_whole(trace);
  EXPECT_EQ(trace.results[4].ret, kRtMin);
}

TEST(Threads, AThreadThatHasEndedIsGoneAtItsBoundary) {
  const Trace trace = run_fresh({make(Op::thread, 1), by(1, plain(Op::exit)), kill_step(kRtMin, party_tid(1), true),
                                 kill_step(kRtMin, party_tid(1), false), set_step(Op::pending, {})});
  expect_whole(trace);
  EXPECT_EQ(trace.results[2].ret, -3);  // ESRCH
  EXPECT_EQ(trace.results[3].ret, 0);
  EXPECT_TRUE(trace.results[4].pending.has(kRtMin));
}

TEST(Threads, TheLastOneMayEndTheProgram) {
  expect_whole(run_fresh({plain(Op::exit)}));
  expect_whole(run_fresh({make(Op::thread, 1), plain(Op::exit), by(1, plain(Op::exit))}));
  expect_whole(run_fresh({make(Op::thread, 1), by(1, plain(Op::exit))}));
}

TEST(Threads, AllSevenOthersTakeTurns) {
  std::vector<Step> steps;
  for (Party party = 1; party < kParties; ++party) {
    steps.push_back(make(Op::thread, party));
  }
  for (int round = 0; round < 50; ++round) {
    for (Party party = 0; party < kParties; ++party) {
      steps.push_back(by(party, set_step(Op::pending, {})));
    }
  }
  const Trace trace = run_fresh(steps);
  expect_whole(trace);
  EXPECT_EQ(trace.parties.size(), 7u);
}

TEST(Threads, TheirClocksAreReadWhileTheyAreThere) {
  Step burn = set_step(Op::burn, {}, kMillisecond);
  Step create = create_step(0, kRtMin, ClockId{party_clock(1, 6)});
  const Trace trace = run_fresh({set_step(Op::pending, {}), make(Op::thread, 1), create, by(1, burn), burn,
                                 by(1, plain(Op::exit)), set_step(Op::pending, {})});
  expect_whole(trace);
  EXPECT_EQ(trace.results[2].ret, 0);
  ASSERT_EQ(trace.clocks.size(), 2u);
  EXPECT_EQ(trace.clocks[1], ClockId{party_clock(1, 6)});
  EXPECT_EQ(trace.bracket(0, 1), (Bracket{{-1}, {-1}}));
  EXPECT_GE(trace.bracket(3, 1).after, trace.bracket(3, 1).before + kMillisecond);
  EXPECT_LT(trace.bracket(4, 1).after, trace.bracket(4, 1).before + kMillisecond);
  EXPECT_EQ(trace.bracket(6, 1), (Bracket{{-1}, {-1}}));
}

TEST(Processes, AForkedOneHasNoTimersAndItsParentKeepsThem) {
  const Trace trace =
      run_fresh({create_step(0, kRtMin), hundred_seconds(0), setitimer_step(Which::real, Nanos{100'000'000'000}),
                 number_step(Op::kill, kRtMin), make(Op::fork, 1), by(1, timer_step(Op::gettime, 0)),
                 by(1, getitimer_step(Which::real)), by(1, set_step(Op::pending, {})), by(1, plain(Op::exit)),
                 timer_step(Op::gettime, 0), getitimer_step(Which::real), set_step(Op::pending, {})});
  expect_whole(trace);
  ASSERT_EQ(trace.parties.size(), 1u);
  EXPECT_NE(trace.parties[0].pid, trace.pid);
  EXPECT_EQ(trace.parties[0].pid, trace.parties[0].tid);
  EXPECT_EQ(trace.results[5].ret, -kEinval);
  EXPECT_EQ(trace.results[6].ret, 0);
  EXPECT_EQ(trace.results[6].sec, 0);
  EXPECT_TRUE(trace.results[7].pending.empty());
  EXPECT_EQ(trace.results[8].ret, 0);
  EXPECT_EQ(trace.results[9].sec, 99);
  EXPECT_EQ(trace.results[10].sec, 99);
  EXPECT_EQ(trace.results[11].pending, only(kRtMin));
}

TEST(Processes, AHandlerOfAForkedOneIsLoggedAsItsOwn) {
  const Trace trace =
      run_fresh({number_step(Op::handler, kRtMin), make(Op::fork, 3), by(3, number_step(Op::kill, kRtMin)),
                 by(3, set_step(Op::window, only(kRtMin))), by(3, number_step(Op::dflt, kRtMin)),
                 by(3, plain(Op::exit)), number_step(Op::kill, kRtMin), set_step(Op::window, only(kRtMin))});
  expect_whole(trace);
  ASSERT_EQ(trace.parties.size(), 3u);
  EXPECT_EQ(trace.parties[0], PartyIds{});
  ASSERT_EQ(trace.deliveries.size(), 2u);
  EXPECT_EQ(trace.deliveries[0].party, 3);
  EXPECT_EQ(trace.deliveries[0].info.a, trace.parties[2].pid);
  EXPECT_EQ(trace.deliveries[1].party, 0);
  EXPECT_EQ(trace.deliveries[1].info.a, trace.pid);
}

TEST(Processes, AKilledOneIsSeenByItsParentAndTheRestGoesOn) {
  const Trace trace =
      run_fresh({make(Op::fork, 1), by(1, set_step(Op::pending, {})), by(1, number_step(Op::kill, kSigKill)),
                 by(1, set_step(Op::pending, {})), by(1, plain(Op::exit)), set_step(Op::pending, {}), make(Op::fork, 2),
                 by(2, number_step(Op::kill, kSigStop)), by(2, plain(Op::exit))});
  ASSERT_EQ(trace.ending, Ending::done);
  ASSERT_EQ(trace.results.size(), trace.program.steps.size());
  const bool ran[] = {true, true, false, false, true, true, true, false, true};
  for (std::size_t i = 0; i < trace.results.size(); ++i) {
    EXPECT_EQ(trace.results[i].ran, ran[i]) << i;
  }
  EXPECT_EQ(trace.results[4].ret, kSigKill);
  EXPECT_EQ(trace.results[8].ret, kSigStop);
}

TEST(Processes, ForksNestAndHaveThreads) {
  const Trace trace =
      run_fresh({make(Op::thread, 1), by(1, make(Op::fork, 2)), by(2, make(Op::thread, 3)), by(3, make(Op::fork, 4)),
                 by(4, create_step(0, kRtMin)), by(4, plain(Op::exit)), by(3, set_step(Op::pending, {})),
                 by(2, plain(Op::exit)), by(0, set_step(Op::pending, {})), by(1, set_step(Op::pending, {}))});
  expect_whole(trace);
  ASSERT_EQ(trace.parties.size(), 4u);
  EXPECT_EQ(trace.parties[2].pid, trace.parties[1].pid);
  EXPECT_NE(trace.parties[3].pid, trace.parties[1].pid);
  EXPECT_EQ(trace.results[4].id, 0);
}

TEST(Processes, OneThatIsKilledTakesItsChildrenAlong) {
  const Trace trace =
      run_fresh({make(Op::fork, 1), by(1, make(Op::fork, 2)), by(2, kill_step(kSigKill, party_tid(1), false)),
                 by(2, set_step(Op::sleep, {}, Nanos{100'000'000'000})), by(2, plain(Op::exit)), by(1, plain(Op::exit)),
                 set_step(Op::pending, {})});
  ASSERT_EQ(trace.ending, Ending::done);
  ASSERT_EQ(trace.results.size(), 7u);
  EXPECT_FALSE(trace.results[3].ran);
  EXPECT_FALSE(trace.results[4].ran);
  EXPECT_EQ(trace.results[5].ret, kSigKill);
  EXPECT_TRUE(trace.results[6].ran);
}

TEST(Processes, OneMayEndTheProgram) {
  expect_whole(run_fresh({make(Op::fork, 1), by(1, plain(Op::exit))}));
  expect_whole(run_fresh({make(Op::fork, 1), by(1, set_step(Op::pending, {}))}));
  expect_whole(run_fresh({make(Op::fork, 1)}));
}

TEST(Processes, AChildThatDiesWhileItsOwnChildRunsLeavesNothing) {
  const Program program{Child::fresh,
                        {make(Op::fork, 1), by(1, kill_step(kSigKill, party_tid(0), false)),
                         by(1, set_step(Op::sleep, {}, Nanos{100'000'000'000})), by(1, plain(Op::exit))}};
  const Program fine{Child::reused, {set_step(Op::pending, {})}};
  const auto traces = run_programs(test_options(), {program, fine});
  EXPECT_EQ(traces[0].ending, Ending::died);
  EXPECT_EQ(traces[0].number, kSigKill);
  EXPECT_LE(traces[0].results.size(), 2u);
  EXPECT_EQ(traces[0].boundaries(), traces[0].results.size() + 2);
  expect_whole(traces[1]);
}

TEST(Processes, AHungOneIsEndedByTheWatchdogWithItsParent) {
  SessionOptions options = test_options();
  options.watchdog = Nanos{-999'950'000'000};
  const Program hangs{Child::fresh,
                      {make(Op::fork, 1), by(1, set_step(Op::sleep, {}, Nanos{1'000'000'000'000})),
                       by(1, plain(Op::exit)), set_step(Op::pending, {})}};
  const Program hangs_too{Child::fresh, {set_step(Op::sleep, {}, Nanos{1'000'000'000'000})}};
  const auto traces = run_programs(options, {hangs, hangs_too});
  EXPECT_EQ(traces[0].ending, Ending::hung);
  EXPECT_EQ(traces[0].results.size(), 1u);
  EXPECT_EQ(traces[1].ending, Ending::hung);
}

// How many generations of children this process has.
int generations(pid_t parent) {
  int deepest = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string pid, text;
    if (stat >> pid && std::getline(stat, text)) {
      const auto after_name = text.rfind(')') + 1;  // " S PPID …": proc_pid_stat(5)
      if (std::atoi(text.c_str() + after_name + 3) == parent) {
        deepest = std::max(deepest, 1 + generations(std::atoi(pid.c_str())));
      }
    }
  }
  return deepest;
}

TEST(Processes, NoneIsLeftWhenTheRunnerGoes) {
  // What loses its parent comes to this process, so that it can be waited for.
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  auto session = open_session(test_options());
  ASSERT_TRUE(session);
  const Step sleeps = set_step(Op::sleep, {}, Nanos{1'000'000'000'000});
  ASSERT_TRUE(session->send(0, {Child::fresh,
                                {make(Op::fork, 1), by(1, make(Op::thread, 2)), by(2, make(Op::fork, 3)), by(3, sleeps),
                                 by(3, plain(Op::exit)), by(1, plain(Op::exit))}}));
  ASSERT_TRUE(session->flush());
  while (generations(getpid()) < 4) {
  }
  session.reset();
  while (waitpid(-1, nullptr, __WALL) > 0) {
  }
  EXPECT_EQ(generations(getpid()), 0);
}

TEST(Exec, KeepsIntervalTimersMaskAndPendingSignalsAndDropsPosixTimersAndHandlers) {
  const Trace trace = run_fresh(
      {create_step(0, kRtMin), hundred_seconds(0), setitimer_step(Which::real, Nanos{100'000'000'000}),
       number_step(Op::handler, kRtMin + 1), number_step(Op::ignore, kRtMin + 2),
       set_step(Op::unmask, only(kRtMin + 2)), number_step(Op::kill, kRtMin), plain(Op::exec),
       timer_step(Op::gettime, 0), getitimer_step(Which::real), set_step(Op::pending, {}),
       number_step(Op::kill, kRtMin + 2), create_step(0, kRtMin), settime_step(0, kMillisecond),
       set_step(Op::take, only(kRtMin), kSecond), number_step(Op::kill, kRtMin + 1), set_step(Op::pending, {}),
       number_step(Op::handler, kRtMin + 1), set_step(Op::window, only(kRtMin + 1))});
  expect_whole(trace);
  EXPECT_EQ(trace.results[7].ret, 0);
  EXPECT_EQ(trace.results[8].ret, -kEinval);
  EXPECT_EQ(trace.results[9].sec, 99);
  EXPECT_EQ(trace.results[10].pending, only(kRtMin));
  EXPECT_EQ(trace.results[11].ret, 0);
  EXPECT_EQ(trace.results[14].ret, kRtMin);
  EXPECT_TRUE(trace.results[16].pending.has(kRtMin + 1));
  ASSERT_EQ(trace.deliveries.size(), 1u);
  EXPECT_EQ(trace.deliveries[0].info.signo, kRtMin + 1);
}

TEST(Exec, WorksInAForkedProcessAndTwice) {
  const Trace trace =
      run_fresh({make(Op::fork, 1), by(1, plain(Op::exec)), by(1, create_step(0, kRtMin)), by(1, plain(Op::exec)),
                 by(1, timer_step(Op::gettime, 0)), by(1, make(Op::thread, 2)), by(2, set_step(Op::pending, {})),
                 by(1, plain(Op::exit)), plain(Op::exec), set_step(Op::pending, {})});
  expect_whole(trace);
  EXPECT_EQ(trace.results[4].ret, -kEinval);
}

TEST(Exec, OfAThreadLeavesThatThreadAloneAndGivesItTheProcessNumber) {
  const Trace trace =
      run_fresh({make(Op::thread, 1), make(Op::thread, 2), by(1, plain(Op::exec)),
                 by(1, kill_step(kRtMin, kSelfTid, true)), by(1, set_step(Op::take, only(kRtMin), kSecond))});
  expect_whole(trace);
  EXPECT_EQ(trace.results[3].ret, 0);
  EXPECT_EQ(trace.results[4].ret, kRtMin);
  EXPECT_EQ(trace.results[4].info.a, trace.pid);
}

TEST(Exec, AForkedProcessEndsWithTheThreadThatTookItOver) {
  expect_whole(run_fresh({make(Op::fork, 1), by(1, make(Op::thread, 2)), by(2, plain(Op::exec)), by(2, plain(Op::exit)),
                          set_step(Op::pending, {})}));
}

TEST(Parties, AProgramThatNeedsAFreshChildSaysSo) {
  for (const Op op : {Op::thread, Op::fork, Op::exit, Op::exec, Op::restore, Op::limit}) {
    const Trace trace = run_program({Child::reused, {number_step(op, 1)}});
    EXPECT_EQ(trace.ending, Ending::refused);
    EXPECT_EQ(trace.number, static_cast<int>(Refusal::needs_fresh)) << static_cast<int>(op);
  }
}

TEST(Parties, AStepOfNobodyIsRefused) {
  const Step look = set_step(Op::pending, {});
  const std::vector<std::vector<Step>> programs = {
      {by(1, look)},
      {by(1, look), make(Op::thread, 1)},
      {make(Op::thread, 0)},
      {make(Op::thread, 8)},
      {by(8, look)},
      {make(Op::thread, 1), make(Op::fork, 1)},
      {plain(Op::exit), look},
      {make(Op::thread, 1), by(1, plain(Op::exit)), by(1, look)},
      {make(Op::fork, 1), look, by(1, plain(Op::exit))},
      {make(Op::fork, 1), by(1, plain(Op::exit)), by(1, look)},
      {make(Op::thread, 1), make(Op::fork, 2), by(1, look), by(2, plain(Op::exit))},
      {make(Op::thread, 1), plain(Op::exec), by(1, look)},
      {kill_step(kRtMin, party_tid(1), false)},
      {create_step(0, kRtMin, ClockId{party_clock(1, 2)})},
  };
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const Trace trace = run_fresh(programs[i]);
    EXPECT_EQ(trace.ending, Ending::refused) << i;
    EXPECT_EQ(trace.number, static_cast<int>(Refusal::no_party)) << i;
  }
}

}  // namespace
}  // namespace timerlaw
