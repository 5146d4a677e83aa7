// SPDX-License-Identifier: Apache-2.0
// What passes between the calls of a sequence.
#pragma once

#include "model/arithmetic/conversions.h"

namespace timerlaw::arithmetic {

// What a call makes of a value: an error, a timer that is off, or a deadline.
template <class E>
struct TimerSet {
  int error = 0;
  bool armed = false;
  typename E::Num deadline = 0;
};

// The two fields of a timespec or timeval.
template <class E>
struct Fields {
  typename E::Num sec = 0;
  typename E::Num fraction = 0;
};

}  // namespace timerlaw::arithmetic
