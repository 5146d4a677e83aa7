// SPDX-License-Identifier: Apache-2.0
// One trace on the wire, without the steps: the runner kept the program.
#pragma once

#include "conformance/wire/program.h"

namespace timerlaw::wire {

inline constexpr std::uint32_t kMaxDeliveries = kHandlerRuns;
inline constexpr std::uint32_t kMaxBoundaries = kMaxSteps + 1;
inline constexpr std::uint32_t kMaxResultChars = 4 + 17 * kMaxChars;
inline constexpr std::uint32_t kMaxTraceChars = (16 + kMaxClocks + 2 * kParties) * kMaxChars +
                                                kMaxBoundaries * kMaxClocks * kMaxChars + kMaxSteps * kMaxResultChars +
                                                kMaxDeliveries * (2 + 8 * kMaxChars);

// Ending and Refusal in the order of model/trace.h, which the agent cannot include.
inline constexpr std::uint8_t kDone = 0, kDied = 1, kHung = 2, kRefused = 3;
inline constexpr std::int64_t kTooLong = 1, kTooManyTimers = 2, kNoSuchCpu = 3, kUnknownStep = 4, kNoRights = 5,
                              kWrongAbi = 6, kNeedsFresh = 7, kNoParty = 8, kNoCpuTime = 9;

struct PartyRecord {
  std::int64_t tid;
  std::int64_t pid;
};

struct TraceRecord {
  std::uint64_t index;
  std::uint8_t ending;
  std::int64_t number;
  std::int64_t pid;
  std::int64_t uid;
  std::int64_t next_id;
  bool stopped;
  std::uint32_t party_count;
  PartyRecord party[kParties - 1];  // party 1 and on; zero where one was not made
  std::uint32_t clock_count;
  ClockId clocks[kMaxClocks];
  std::uint32_t boundaries;
  std::uint32_t results;
  std::uint32_t deliveries;
  std::int64_t readings[kMaxBoundaries * kMaxClocks];  // boundary by boundary
  StepResult result[kMaxSteps];
  Delivery delivery[kMaxDeliveries];
};

void put_trace(Writer& out, const TraceRecord& trace);

// False if the payload is not a trace.
bool get_trace(Reader& in, TraceRecord& trace);

}  // namespace timerlaw::wire
