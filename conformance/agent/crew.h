// SPDX-License-Identifier: Apache-2.0
// The children, seen from the agent: hands programs to them in order, ends the hung ones, replaces the dead, and
// completes the traces of both.
#pragma once

#include "conformance/agent/child.h"
#include "conformance/agent/options.h"

namespace timerlaw::agent {

class Crew {
 public:
  Crew(Ring& ring, const Options& options);

  // Lets children run what they may of the entries before `filled`.
  void dispatch(std::uint32_t filled);

  // Notices what became of the children. Call when woken, and from time to time while busy.
  void look_after();

  // A child has something to do.
  bool busy() const { return fresh_pid_ > 0 || before(load(ring_.completed), load(ring_.released)); }

  // How long all that children may run can take before one of them is surely hung.
  std::int64_t patience() const;

  // Kills and buries them all.
  void end();

 private:
  long active_pid() const { return fresh_pid_ > 0 ? fresh_pid_ : main_pid_; }
  void release(std::uint32_t filled);
  void skip();
  void reap();
  void bury(long pid);
  void lose(long pid, std::uint8_t ending, std::int64_t number);
  void watch(std::int64_t now);
  std::int64_t limit(std::uint32_t sequence) const;
  void stop_at_random(std::int64_t now);
  std::uint64_t random();

  Ring& ring_;
  const Options options_;
  long main_pid_ = 0;
  long fresh_pid_ = 0;
  std::uint32_t watched_ = 0;  // the entry that was running when last looked at
  std::int64_t watched_since_ = -1;
  std::int64_t next_stop_ = 0;
  std::uint64_t random_state_;
};

}  // namespace timerlaw::agent
