// SPDX-License-Identifier: Apache-2.0
// Nothing of a program is left for the next one: for each kind of state a program that dirties it, and one in the same
// child that would see it.
#include <fstream>

#include "conformance/target/test_session.h"

namespace timerlaw {
namespace {

constexpr Nanos kLong{1'000'000'000'000};
constexpr int kEinval = 22;

Step setitimer_step(Which which) {
  Step step;
  step.op = Op::setitimer;
  step.clock = static_cast<std::int64_t>(which);
  step.value.sec = 1000;
  step.interval.sec = 1000;
  return step;
}

Step getitimer_step(Which which) {
  Step step;
  step.op = Op::getitimer;
  step.clock = static_cast<std::int64_t>(which);
  step.out = Pointer::ok;
  return step;
}

// The trace of `looks` after `dirties`.
Trace after(const std::vector<Step>& dirties, const std::vector<Step>& looks) {
  const auto traces = run_programs(test_options(), {{Child::reused, dirties}, {Child::reused, looks}});
  EXPECT_EQ(traces[0].ending, Ending::done);
  EXPECT_EQ(traces[1].pid, traces[0].pid);
  return traces[1];
}

SigSet pending_after(const std::vector<Step>& dirties, std::vector<Step> looks = {}) {
  looks.push_back(set_step(Op::pending, {}));
  const Trace trace = after(dirties, looks);
  EXPECT_EQ(trace.results.size(), looks.size());
  return trace.results.empty() ? kAllSignals : trace.results.back().pending;
}

void expect_no_interval_timer_after(const Step& dirties) {
  const Trace trace =
      after({dirties}, {getitimer_step(Which::real), getitimer_step(Which::virt), getitimer_step(Which::prof)});
  ASSERT_EQ(trace.results.size(), 3u);
  for (const StepResult& result : trace.results) {
    EXPECT_EQ(result.out, Out::written);
    EXPECT_EQ(result.sec, 0);
    EXPECT_EQ(result.frac, 0);
    EXPECT_EQ(result.interval_sec, 0);
  }
}

// A default disposition is seen in an unblocked signal that kills.
void expect_default_after(const std::vector<Step>& dirties) {
  const Trace trace = after(dirties, {number_step(Op::kill, kRtMin), set_step(Op::window, only(kRtMin))});
  EXPECT_EQ(trace.ending, Ending::died);
  EXPECT_EQ(trace.number, kRtMin);
  EXPECT_TRUE(trace.deliveries.empty());
}

TEST(Isolation, IntervalTimersAreStopped) {
  for (const Which which : {Which::real, Which::virt, Which::prof}) {
    expect_no_interval_timer_after(setitimer_step(which));
  }
}

TEST(Isolation, AnIntervalTimerIsStoppedThatTheKernelFoundByItsTruncatedNumber) {
  Step step = setitimer_step(Which::virt);
  step.clock += std::int64_t{1} << 32;
  expect_no_interval_timer_after(step);
}

TEST(Isolation, AnIntervalTimerIsStoppedThatWasSetByACallThatFailed) {
  Step step = setitimer_step(Which::real);
  step.out = Pointer::bad;
  expect_no_interval_timer_after(step);
}

TEST(Isolation, AnAlarmIsStopped) {
  expect_no_interval_timer_after(number_step(Op::alarm, 1000));
}

TEST(Isolation, PosixTimersAreDeleted) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  // The second creation takes the name t0 away from the first timer, which has to go all the same.
  ASSERT_TRUE(session->send(0, {Child::reused,
                                {create_step(0, kRtMin), settime_step(0, kLong), create_step(0, kRtMin),
                                 settime_step(0, kLong), create_step(kNoSlot, kRtMin)}}));
  ASSERT_TRUE(session->flush());
  const auto dirty = session->receive();
  ASSERT_TRUE(dirty && *dirty);
  std::vector<Step> looks;
  for (const std::size_t step : {0u, 2u, 4u}) {
    Step look = timer_step(Op::gettime, kNoSlot);
    look.id = (*dirty)->trace.results[step].id;
    looks.push_back(look);
  }
  ASSERT_TRUE(session->send(1, {Child::reused, looks}));
  ASSERT_TRUE(session->flush());
  const auto clean = session->receive();
  ASSERT_TRUE(clean && *clean);
  EXPECT_EQ((*clean)->trace.pid, (*dirty)->trace.pid);
  for (const StepResult& result : (*clean)->trace.results) {
    EXPECT_EQ(result.ret, -kEinval);
  }
}

TEST(Isolation, PendingSignalsAreGone) {
  EXPECT_TRUE(pending_after({number_step(Op::kill, kSigAlrm), number_step(Op::kill, kRtMin),
                             number_step(Op::kill, kRtMin), number_step(Op::kill, kSigMax)})
                  .empty());
  Step to_thread = number_step(Op::kill, kRtMin);
  to_thread.flags = kKillThread;
  EXPECT_TRUE(pending_after({to_thread}).empty());
}

TEST(Isolation, SignalsOfTimersAreGone) {
  EXPECT_TRUE(pending_after(
                  {create_step(0, kRtMin), settime_step(0, {1000}, {1000}), set_step(Op::sleep, {}, Nanos{1'000'000})})
                  .empty());
  Step soon = setitimer_step(Which::real);
  soon.value = {0, 1, Origin::literal};
  EXPECT_TRUE(pending_after({soon, set_step(Op::sleep, {}, Nanos{1'000'000})}).empty());
}

TEST(Isolation, SignalsOfCpuTimeAreGone) {
  for (const Which which : {Which::virt, Which::prof}) {
    Step soon = setitimer_step(which);
    soon.value = {0, 1000, Origin::literal};
    soon.interval = {0, 1, Origin::literal};
    EXPECT_TRUE(pending_after({soon, set_step(Op::burn, {}, Nanos{12'000'000})}).empty());
  }
}

TEST(Isolation, UnblockedSignalsAreBlockedAgain) {
  EXPECT_EQ(pending_after({set_step(Op::unmask, only(kRtMin))}, {number_step(Op::kill, kRtMin)}), only(kRtMin));
  EXPECT_EQ(pending_after({set_step(Op::window, only(kRtMin))}, {number_step(Op::kill, kRtMin)}), only(kRtMin));
}

TEST(Isolation, SigcontIsUnblockedAgain) {
  EXPECT_TRUE(pending_after({set_step(Op::mask, only(kSigCont))}, {number_step(Op::kill, kSigCont)}).empty());
}

TEST(Isolation, SigcontIsUnblockedAgainAfterItsLastHandlerBlockedEverything) {
  std::vector<Step> dirties = {number_step(Op::handler, kSigCont)};
  dirties.insert(dirties.end(), kHandlerRuns + 1, number_step(Op::kill, kSigCont));
  EXPECT_TRUE(pending_after(dirties, {number_step(Op::kill, kSigCont)}).empty());
}

TEST(Isolation, SigcontIsUnblockedAgainAfterATimerThatGoesOnRunningItsHandler) {
  EXPECT_TRUE(
      pending_after({number_step(Op::handler, kSigCont), create_step(0, kSigCont), settime_step(0, {1}, {1'000})},
                    {number_step(Op::kill, kSigCont)})
          .empty());
}

TEST(Isolation, DispositionsAreDefaultAgain) {
  expect_default_after({number_step(Op::ignore, kRtMin)});
  expect_default_after({number_step(Op::handler, kRtMin)});
  expect_default_after({number_step(Op::handler, kRtMin), number_step(Op::ignore, kRtMin)});
}

TEST(Isolation, TheChildIsPinnedAgain) {
  const auto session = open_session(test_options());
  ASSERT_TRUE(session);
  const auto allowed_after = [&](std::vector<Step> steps) {
    static std::uint64_t index = 0;
    EXPECT_TRUE(session->send(index, {Child::reused, std::move(steps)}));
    // The answer to a second program shows that the first one was cleaned up after.
    EXPECT_TRUE(session->send(index + 1, {Child::reused, {set_step(Op::pending, {})}}));
    index += 2;
    EXPECT_TRUE(session->flush());
    std::int64_t pid = 0;
    for (int i = 0; i < 2; ++i) {
      const auto received = session->receive();
      EXPECT_TRUE(received && *received);
      pid = (*received)->trace.pid;
    }
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    std::string line;
    while (std::getline(status, line) && !line.starts_with("Cpus_allowed_list:")) {
    }
    return line;
  };
  const std::string before = allowed_after({});
  EXPECT_FALSE(before.empty());
  EXPECT_EQ(allowed_after({number_step(Op::cpu, session->facts().cpus - 1)}), before);
}

}  // namespace
}  // namespace timerlaw
