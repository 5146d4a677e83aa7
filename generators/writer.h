// SPDX-License-Identifier: Apache-2.0
// Writes one random program, step by step, in view of what the steps before have arranged.
#pragma once

#include "generators/draw.h"
#include "generators/mix.h"
#include "generators/plan.h"

namespace timerlaw {

class Writer {
 public:
  Writer(Draw& draw, const Theme& theme, const Capabilities& can) : draw_(draw), theme_(theme), can_(can) {
    program_.child = theme.fresh ? Child::fresh : Child::reused;
  }

  // Appends a step of this op, or one in its place where it would wait too long, or kill the child by accident.
  void add(Op op);
  // Ends the process that was forked, waits for each signal that surely comes, then looks at what is pending.
  void finish();

  std::size_t size() const { return program_.steps.size(); }
  Program take() { return std::move(program_); }

 private:
  void append(Step step);
  Step tame(Op op);
  Step wild(Op op);
  bool allowed(const Step& step) const;
  bool waits_too_long(const Step& step) const;
  bool burns_too_long(const Step& step) const;

  // The calls on timers: writer_calls.cpp.
  Step create();
  Step settime();
  Step settime_cpu(std::int32_t name);
  Step setitimer();
  Step setitimer_cpu();
  Step until();
  std::int32_t slot();
  std::int32_t free_slot() const;
  Nanos moment();
  Nanos ticks();
  Nanos around_a_tick(Nanos step);
  TimeArg instant();
  TimeArg edge(bool micros);
  TimeArg interval(bool micros);
  TimeArg cpu_interval(bool micros);
  Pointer old_value() { return draw_.once_in(2) ? Pointer::ok : Pointer::null; }

  // Signals, and whom they go to.
  Step handler();
  Step kill();
  Signo signal();
  SigSet signals();

  // Threads and processes: writer_parties.cpp.
  Party acting() const { return plan_.parties().acting(); }
  std::optional<Party> unmade() const;
  Party some_thread();
  Step new_party(Op op);
  Step exit();
  Step exec();
  Step setclock();
  void take_turns();
  void close_fork();

  // The ending: writer_end.cpp.
  void finish_process();
  void wait_for(Party party, SigSet set);
  void burn_for(Party party, SigSet set);
  void burn_for_others();

  Draw& draw_;
  Theme theme_;
  Capabilities can_;
  Plan plan_;
  Program program_;
  Party actor_ = 0;
  std::uint64_t left_in_fork_ = 0;  // steps
  Nanos burnt_{};
  Nanos clock_set_by_{};
};

}  // namespace timerlaw
