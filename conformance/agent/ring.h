// SPDX-License-Identifier: Apache-2.0
// The memory that the agent shares with its children: a ring of programs and the traces they leave. A child works
// through it without waking anybody for a single program, and what it did is still there when it dies.
#pragma once

#include "conformance/agent/cpus.h"
#include "conformance/agent/state.h"
#include "conformance/wire/trace.h"

namespace timerlaw::agent {

inline constexpr std::uint32_t kRingSlots = 32;  // a power of two, so that sequence numbers may wrap

// Why an entry runs the way it does, decided by the agent before any child sees it.
enum class Way : std::uint8_t {
  reused,   // by the child that stays
  fresh,    // by a child of its own
  refused,  // not at all: the trace says why
  damaged,  // not at all: the line did not arrive whole
};

struct Entry {
  Way way;
  bool stoppable;                  // stopping the child at random leaves no trace in it but EINTR
  bool boundaries;                 // it needs readings even when nothing is recorded
  bool reads;                      // it has a `read`
  bool has_parties;                // parties are made, or end
  std::int64_t budget;             // nanoseconds of its own waits
  std::uint32_t end_of[kParties];  // by the party that a process began with: the step that ends the process
  wire::ProgramRecord program;
  wire::TraceRecord trace;
};

struct ChildSettings {
  std::int64_t cpu = 0;  // position among the allowed CPUs
  bool record = true;
  std::int32_t wake_fd = -1;  // an eventfd: written when the agent asked to be woken
  bool virtual_time = false;  // and the CPU infinitely fast: programs start at round instants, start.h
  bool skips_idle = false;    // virtual time in which burning CPU counts
};

// What a new image of a process needs to go on.
struct Image {
  std::int32_t ring_fd = -1;  // the ring itself; -1: it is in no file, and no step can `exec`
  std::int32_t exe_fd = -1;   // the agent's own file
  bool by_syscall = false;
  CpuMask cpus;
};

// How parties take turns: relay.h.
struct Relay {
  std::uint32_t baton;    // the next step and whose turn it is; parties wait on it
  std::uint32_t ready;    // the new party has begun
  std::uint32_t leaving;  // not 0 until the thread that is ending has gone: the kernel clears it
  Party left;             // that thread
  bool unsettled;         // its exit is the step before the next, and has no result yet
};

// Sequence numbers count entries and wrap; entry i lies at i % kRingSlots.
struct Ring {
  std::uint32_t released;   // entries before it may be run; children wait on it
  std::uint32_t completed;  // entries before it are finished; the running child counts it up
  std::uint32_t wake_at;    // the agent wants to be woken when `completed` reaches it
  ChildSettings settings;
  Image image;
  ProgramState state;  // of the program that runs: one at a time
  Relay relay;
  std::int64_t ended;  // when the last program ended, by MONOTONIC; 0: not known
  Entry entries[kRingSlots];
};

inline Entry& entry(Ring& ring, std::uint32_t sequence) {
  return ring.entries[sequence % kRingSlots];
}

// The one that runs, for its child.
inline Entry& running(Ring& ring) {
  return entry(ring, __atomic_load_n(&ring.completed, __ATOMIC_SEQ_CST));
}

// The last reading of MONOTONIC in a trace; 0 if there is none.
inline std::int64_t end_of(const Entry& entry) {
  const bool known =
      entry.trace.boundaries > 0 && entry.program.clock_count > 0 && entry.program.clocks[0] == ClockId::monotonic;
  return known ? entry.trace.readings[(entry.trace.boundaries - 1) * entry.program.clock_count] : 0;
}

inline bool before(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::int32_t>(a - b) < 0;
}
inline std::uint32_t load(const std::uint32_t& word) {
  return __atomic_load_n(&word, __ATOMIC_SEQ_CST);
}
inline void store(std::uint32_t& word, std::uint32_t value) {
  __atomic_store_n(&word, value, __ATOMIC_SEQ_CST);
}

}  // namespace timerlaw::agent
