// SPDX-License-Identifier: Apache-2.0
// int timer_create(clockid_t clockid, struct sigevent *sevp, timer_t *timerid)
// Source: kernel/time/posix-timers.c do_timer_create, good_sigevent, clockid_to_kclock; timer_create(2);
// POSIX timer_create(), XSH 2.4.1.
#pragma once

#include "model/calls/checked.h"
#include "model/profile.h"

namespace timerlaw {

// ARG-TC-3: what a clock id stands for, as far as timers go.
enum class ClockKind : std::uint8_t {
  unknown,    // no such clock: EINVAL
  no_timers,  // a clock without timers: EOPNOTSUPP
  hrtimer,    // REALTIME, MONOTONIC, BOOTTIME, TAI
  outside,    // CPU, alarm and auxiliary clocks: the law of this version says nothing about them
};

constexpr ClockKind clock_kind(std::int32_t clock) {
  switch (clock) {
    case 0:
    case 1:
    case 7:
    case 11:
      return ClockKind::hrtimer;
    case 4:
    case 5:
    case 6:
      return ClockKind::no_timers;
    case 2:
    case 3:
    case 8:
    case 9:
      return ClockKind::outside;
    default:
      return clock < 0 || (clock >= 16 && clock <= 23) ? ClockKind::outside : ClockKind::unknown;
  }
}

inline constexpr std::int32_t kNotifySignal = 0;
inline constexpr std::int32_t kNotifyNone = 1;
inline constexpr std::int32_t kNotifyThread = 2;  // the kernel treats it as a signal to the process
inline constexpr std::int32_t kNotifyThreadId = 4;

// ARG-TC-5, ARG-TC-6: whether a sigevent is accepted. `own_thread`: the target is a live thread of the caller.
constexpr bool good_sigevent(const Profile& profile, std::int32_t notify, std::int64_t signo, bool own_thread) {
  const bool thread = (notify & kNotifyThreadId) != 0;
  if (thread && (notify != kNotifyThreadId || !own_thread)) {
    return false;
  }
  if (notify == kNotifyNone) {
    return true;
  }
  if (profile.notify_strict && notify != kNotifySignal && notify != kNotifyThread && notify != kNotifyThreadId) {
    return false;
  }
  return signo >= 1 && signo <= kSigMax;
}

// ID-1: the id to try after this one; the counter wraps before it would be negative.
constexpr std::int64_t next_timer_id(std::int64_t id) {
  return (id + 1) & 0x7fff'ffff;
}

struct CreateChecked {
  Checked checked;
  bool id_consumed = false;  // SIDE-2
};

// ARG-TC-1, in its order; a NULL sevp (ARG-TC-7) is a valid sigevent. `clock` and `notify` are truncated already.
constexpr CreateChecked check_timer_create(const Profile& profile, const Step& step, bool own_thread) {
  const auto clock = static_cast<std::int32_t>(step.clock);
  const bool sevp_faults = step.in != Pointer::null && faults_on_read(step.in);
  const ClockKind kind = clock_kind(clock);
  if (profile.sevp_before_clock && sevp_faults) {
    return {{kEfault, "ARG-TC-1"_rule}};
  }
  if (kind == ClockKind::unknown) {
    return {{kEinval, "ARG-TC-3"_rule}};
  }
  if (kind == ClockKind::no_timers) {
    return {{kEopnotsupp, "ARG-TC-3"_rule}};
  }
  if (sevp_faults) {
    return {{kEfault, "ARG-TC-2"_rule}, true};
  }
  if (step.in != Pointer::null && !good_sigevent(profile, static_cast<std::int32_t>(step.notify),
                                                 static_cast<std::int32_t>(step.number), own_thread)) {
    return {{kEinval, "ARG-TC-5"_rule}, true};
  }
  if (faults_on_write(step.out)) {
    return {{kEfault, "ARG-TC-1"_rule}, true};
  }
  return {{0, "ARG-TC-1"_rule}, true};
}

}  // namespace timerlaw
