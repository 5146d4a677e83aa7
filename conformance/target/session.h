// SPDX-License-Identifier: Apache-2.0
// A running agent: programs go in, traces come out. The agent may be behind any command that passes stdin and stdout.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "conformance/expected.h"
#include "conformance/target/console.h"
#include "model/facts.h"
#include "model/trace.h"

namespace timerlaw {

struct SessionOptions {
  std::string target = "host";  // see target_spec.h; cmd: by /bin/sh -c, with the agent appended or in place of {agent}
  std::string agent;            // path of the agent; empty: the one of that ABI beside this binary
  std::string abi;              // of the agent, see built_abis; empty: any, and this program's own where one is picked
  std::string clock = "vdso";   // how the agent reads clocks: vdso or syscall
  int cpu = 0;                  // the agent pins its child to this one of its CPUs
  bool record = true;  // false: replay only, no brackets and no trace (for the benchmark of the agent's overhead)
  Nanos watchdog{30'000'000'000};  // a program that takes longer than its waits plus this is hung
  bool allow_set_clock = false;    // the agent may step the target's REALTIME; it steps it back after each program
  std::optional<std::uint64_t>
      stop_randomly;                  // a seed: the agent stops and continues its child at random, and marks the traces
  Nanos hello_limit{60'000'000'000};  // how long the agent may take to start
  Nanos hang_limit{60'000'000'000};   // how long a program may take beyond its waits before its target hangs
  Nanos lateness{-1};                 // what the target promises, TIME-LATE; below zero: its kind's own promise, if any
  std::shared_ptr<ConsoleLog> console;  // where what the target prints is written; may be none
};

struct Received {
  std::uint64_t index = 0;
  Trace trace;
};

class Session {
 public:
  // Starts the agent and waits for its hello. Errors name the command, its last output and what to do.
  static Expected<std::unique_ptr<Session>> start(const SessionOptions& options);
  virtual ~Session() = default;  // ends the agent and every process it started

  virtual const TargetFacts& facts() const = 0;
  // Queues a program; blocks while the agent's input is full. One thread may send while another receives.
  virtual Status send(std::uint64_t index, const Program& program) = 0;
  virtual Status flush() = 0;
  // No more programs: the agent finishes what it has and ends.
  virtual Status finish() = 0;
  // Ends the target at once, so that a send that waits for it returns. Any thread may.
  virtual void end() = 0;
  // The next trace; nothing when the agent has ended after finish(). An agent that ends before, answers what can't be
  // understood, or says nothing for too long, is an error with its last output.
  virtual Expected<std::optional<Received>> receive() = 0;
  // The last error of receive() was a target that said nothing, neither trace nor end.
  virtual bool hung() const = 0;
  // What the target's kernel has complained about on its console since the last call; empty: nothing. Complaints of
  // its boot are none. What a program caused is here when its trace is received.
  virtual std::string take_splat() = 0;
  // The taint flags when the agent ended, after the last trace; nothing if it did not say.
  virtual std::optional<std::int64_t> tainted_at_end() const = 0;
  // Lines on the agent's output that were not the agent's: console noise, skipped.
  virtual std::uint64_t noise() const = 0;
};

}  // namespace timerlaw
