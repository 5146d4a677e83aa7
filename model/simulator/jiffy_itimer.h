// SPDX-License-Identifier: Apache-2.0
// The interval timers of Linux 2.0 in the simulated kernel: they count jiffies.
#pragma once

#include "model/simulator/itimer_shown.h"
#include "model/simulator/mutants.h"
#include "model/step.h"

namespace timerlaw {

// The counter of ticks, of 32 bits. A tick begins at each multiple of 10 ms of MONOTONIC, and `phase` after it.
class JiffyClock {
 public:
  explicit JiffyClock(Nanos phase) : phase_(phase) {}
  Wide now(Nanos monotonic) const;
  // When the counter will be `jiffy`, at or after `monotonic`.
  Nanos begins(Wide jiffy, Nanos monotonic) const;

 private:
  Wide total(Nanos monotonic) const;
  Nanos phase_;
};

class JiffyRealTimer {
 public:
  // L20-3. `now`: the jiffy of the call.
  void set(Faults faults, Wide now, const TimeArg& value, const TimeArg& interval);
  ItimerShown shown(Faults faults, Wide now) const;
  // What alarm returns.
  Wide seconds_left(Faults faults, Wide now) const;
  // L20-5: it fires in the jiffy `now`.
  void expire(Faults faults, Wide now);
  // The delivery of SIGALRM, which does nothing unless it is broken.
  void delivered(Faults faults, Wide now);
  bool armed() const { return armed_; }
  Wide due() const { return due_; }

 private:
  Wide left(Faults faults, Wide now) const;
  void arm(Wide now, Wide count);

  bool armed_ = false;
  Wide due_ = 0;
  Wide interval_ = 0;
};

// ITIMER_VIRTUAL or ITIMER_PROF: jiffies to go.
class JiffyCpuItimer {
 public:
  void set(Faults faults, const TimeArg& value, const TimeArg& interval);
  ItimerShown shown() const;
  // L20-6: a jiffy is accounted; whether the signal is sent.
  bool tick(Faults faults);

 private:
  Wide value_ = 0;
  Wide interval_ = 0;
};

}  // namespace timerlaw
