// SPDX-License-Identifier: Apache-2.0
// Numbers, names and times of a program as C writes them.
#pragma once

#include <cstdint>
#include <string>

#include "model/step.h"

namespace timerlaw::reports {

std::string c_number(std::int64_t number);    // -9223372036854775808 too
std::string c_signal(std::int64_t signo);     // SIGUSR1, or the number
std::string c_signals(SigSet set);            // BIT(SIGUSR1) | BIT(SIGUSR2), or a number
std::string c_clock(std::int64_t clock);      // CLOCK_MONOTONIC, (clockid_t)-8
std::string c_notify(std::int64_t notify);    // SIGEV_SIGNAL, or the number
std::string c_error(std::int64_t error);      // EINVAL, or the number
std::string c_timespec(const TimeArg& time);  // {1, 500000000}
std::string c_nanos(const TimeArg& time);     // 1500000000LL
std::string c_comment(const Step& step);      // the step as a trace says it

}  // namespace timerlaw::reports
