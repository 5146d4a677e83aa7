// SPDX-License-Identifier: Apache-2.0
// Sessions for tests: the agent of this build, short steps to write programs with.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "conformance/target/session.h"

namespace timerlaw {

inline SessionOptions test_options() {
  SessionOptions options;
  options.agent = TIMERLAW_TEST_AGENT;
  return options;
}

inline std::unique_ptr<Session> open_session(const SessionOptions& options) {
  auto session = Session::start(options);
  EXPECT_TRUE(session) << session.error();
  return session ? std::move(*session) : nullptr;
}

// Runs the programs in one session, in order.
inline std::vector<Trace> run_programs(const SessionOptions& options, const std::vector<Program>& programs) {
  std::vector<Trace> traces;
  const auto session = open_session(options);
  if (!session) {
    return traces;
  }
  for (std::size_t i = 0; i < programs.size(); ++i) {
    EXPECT_TRUE(session->send(i, programs[i]));
  }
  EXPECT_TRUE(session->finish());
  while (true) {
    auto received = session->receive();
    if (!received) {
      ADD_FAILURE() << received.error();
      return traces;
    }
    if (!*received) {
      break;
    }
    EXPECT_EQ((*received)->index, traces.size());
    traces.push_back(std::move((*received)->trace));
  }
  EXPECT_EQ(traces.size(), programs.size());
  traces.resize(programs.size());
  return traces;
}

inline Trace run_program(const Program& program) {
  return run_programs(test_options(), {program}).front();
}

inline Step create_step(std::int32_t slot, Signo signo, ClockId clock = ClockId::monotonic) {
  Step step;
  step.op = Op::create;
  step.slot = slot;
  step.clock = static_cast<std::int64_t>(clock);
  step.number = signo;
  step.out = Pointer::ok;
  return step;
}

inline Step timer_step(Op op, std::int32_t slot) {
  Step step;
  step.op = op;
  step.slot = slot;
  step.out = op == Op::gettime ? Pointer::ok : Pointer::null;
  return step;
}

inline Step settime_step(std::int32_t slot, Nanos value, Nanos interval = {}) {
  Step step = timer_step(Op::settime, slot);
  step.value.frac = value.ns;
  step.interval.frac = interval.ns;
  return step;
}

inline Step set_step(Op op, SigSet set, Nanos value = {}) {
  Step step;
  step.op = op;
  step.set = set;
  step.value = {value.ns / 1'000'000'000, value.ns % 1'000'000'000, Origin::literal};
  return step;
}

inline Step number_step(Op op, std::int64_t number) {
  Step step;
  step.op = op;
  step.number = number;
  return step;
}

// The same step, done by this party.
inline Step by(Party party, Step step) {
  step.party = party;
  return step;
}

inline SigSet only(Signo signo) {
  SigSet set;
  set.add(signo);
  return set;
}

}  // namespace timerlaw
