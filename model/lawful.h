// SPDX-License-Identifier: Apache-2.0
// What the law leaves for one result of a step, in numbers: enough for a program that has no oracle to look again
// (reports/reproducer/reproducer.h). What Divergence::allowed says in words.
#pragma once

#include <cstdint>

#include "model/step.h"

namespace timerlaw {

// A deadline as the steps before have narrowed it.
struct LawfulDeadline {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
  std::uint32_t lo_from = 0;  // the steps whose results and brackets say so
  std::uint32_t hi_from = 0;
  std::int64_t interval = 0;  // 0: a one-shot
  ClockId clock = ClockId::monotonic;
  bool known = false;  // false: there is none, or it follows from more than those two steps
};

struct Lawful {
  enum class Of : std::uint8_t {
    words,     // no number says it
    ret,       // the return value, or -errno
    id,        // the timer id
    output,    // 1: the output argument was written, 0: it was left as it was
    value,     // it_value or the return value of alarm, in `unit`
    interval,  // it_interval, in `unit`
    fields,    // of it_value and it_interval: seconds not negative, the fraction within 0 and one second
    overrun,   // si_overrun
    info,      // siginfo is `info`
    sender,    // siginfo's timer id is that of a timer of the program
    signal,    // 1: signal `info.signo` was taken, is pending or was handled; 0: it was not
    lateness,  // nanoseconds that the step ended after `due`, and after it began
    going_on,  // the step returns, and nothing kills the process
  };
  Of of = Of::words;
  // These numbers are lawful at any time (or, of `overrun`, are added to the count); none if least > most.
  std::int64_t least = 1;
  std::int64_t most = 0;
  // Others depend on `due`:
  bool left = false;           // the time from the call to the deadline
  bool grid = false;           // the time from the call to a point of the deadline's grid after it
  std::int64_t skipped = 0;    // … that is so many intervals on, or more
  bool periods = false;        // the whole intervals from the deadline to the call
  std::int64_t patience = 0;   // a signal that must be there may be so late, in nanoseconds
  std::int64_t due_shows = 1;  // nanoseconds: what is left is shown as this at least
  std::int64_t unit = 1;       // nanoseconds in what is shown: 1, 1000, or 10^9, to which alarm rounds half up
  LawfulDeadline due{};
  SigInfo info{};
};

}  // namespace timerlaw
