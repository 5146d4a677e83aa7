// SPDX-License-Identifier: Apache-2.0
// Writes one random program, step by step, in view of what the steps before have arranged.
#pragma once

#include "generators/draw.h"
#include "generators/mix.h"
#include "generators/plan.h"

namespace timerlaw {

class Writer {
 public:
  Writer(Draw& draw, const Theme& theme) : draw_(draw), theme_(theme) {}

  // Appends a step of this op, or one in its place where it would wait too long, or kill the child by accident.
  void add(Op op);
  // Waits for each signal that surely comes, then looks at what is pending.
  void finish();

  std::size_t size() const { return program_.steps.size(); }
  Program take() { return std::move(program_); }
  void fresh_child() { program_.child = Child::fresh; }

 private:
  void append(const Step& step);
  Step tame(Op op);
  Step wild(Op op);
  bool allowed(const Step& step) const;

  Step create();
  Step settime();
  Step setitimer();
  Step until();
  Step handler();
  std::int32_t slot();
  std::int32_t free_slot() const;
  Signo signal();
  SigSet signals();
  Nanos moment();
  TimeArg instant();
  TimeArg interval(bool micros);
  Pointer old_value() { return draw_.once_in(2) ? Pointer::ok : Pointer::null; }

  Draw& draw_;
  Theme theme_;
  Plan plan_;
  Program program_;
};

}  // namespace timerlaw
