// SPDX-License-Identifier: Apache-2.0
// int timer_delete(timer_t timerid)
// Source: kernel/time/posix-timers.c timer_delete; timer_delete(2); POSIX timer_delete().
#pragma once

#include "model/calls/checked.h"

namespace timerlaw {

// ARG-TD-1.
constexpr Checked check_timer_delete(bool known_id) {
  return {known_id ? 0 : kEinval, "ARG-TD-1"_rule};
}

}  // namespace timerlaw
