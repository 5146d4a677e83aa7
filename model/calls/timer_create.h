// SPDX-License-Identifier: Apache-2.0
// int timer_create(clockid_t clockid, struct sigevent *sevp, timer_t *timerid)
// Source: kernel/time/posix-timers.c do_timer_create, good_sigevent, clockid_to_kclock, posix_timer_add;
// kernel/time/posix-cpu-timers.c pid_for_clock; kernel/time/alarmtimer.c alarm_timer_create; timer_create(2);
// POSIX timer_create(), XSH 2.4.1.
#pragma once

#include "model/calls/checked.h"
#include "model/calls/compat.h"
#include "model/facts.h"
#include "model/profile.h"

namespace timerlaw {

// ARG-TC-3: what a clock id stands for, as far as timers go.
enum class ClockKind : std::uint8_t {
  unknown,    // no such clock: EINVAL
  no_timers,  // a clock without timers: EOPNOTSUPP
  hrtimer,    // REALTIME, MONOTONIC, BOOTTIME, TAI
  alarm,      // REALTIME_ALARM, BOOTTIME_ALARM: they wake the machine
  cpu,        // the CPU time of a thread or process
};

constexpr ClockKind clock_kind(std::int32_t clock, bool aux_clocks) {
  constexpr std::int32_t kDescriptor = 3;  // a file descriptor's clock
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
      return ClockKind::cpu;
    case 8:
    case 9:
      return ClockKind::alarm;
    default:
      if (clock >= 16 && clock <= 23) {
        return aux_clocks ? ClockKind::no_timers : ClockKind::unknown;
      }
      if (is_party_clock(clock)) {
        return ClockKind::cpu;
      }
      return clock >= 0 ? ClockKind::unknown : (clock & 7) == kDescriptor ? ClockKind::no_timers : ClockKind::cpu;
  }
}

// Of a clock id that counts CPU time: whose, and what.
struct CpuClock {
  bool of_thread;
  int counts;        // 0 PROF, 1 VIRT, 2 SCHED; 3: nothing, and EINVAL
  std::int64_t pid;  // 0: the caller; of a party's clock: see party_of_clock
};
constexpr CpuClock cpu_clock(std::int32_t clock) {
  if (clock == 2 || clock == 3) {
    return {clock == 3, 2, 0};
  }
  if (is_party_clock(clock)) {
    return {kind_of_party_clock(clock) >= 4, kind_of_party_clock(clock) & 3, 0};
  }
  return {(clock & 4) != 0, clock & 3, ~(clock >> 3) & 0x1fff'ffff};
}

inline constexpr std::int32_t kNotifySignal = 0;
inline constexpr std::int32_t kNotifyNone = 1;
inline constexpr std::int32_t kNotifyThread = 2;  // the kernel treats it as a signal to the process
inline constexpr std::int32_t kNotifyThreadId = 4;

// ARG-TC-5, ARG-TC-6, ARG-TC-10: whether a sigevent is accepted. `own_thread`: the target is a live thread of the
// caller.
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

// What timer_create depends on besides its arguments.
struct CreateContext {
  bool own_thread = true;    // the sigevent's target is a live thread of the caller
  bool clock_target = true;  // the CPU-time clock's thread or process is there, and may be asked for
  bool restoring = false;    // ids are restored
  bool id_in_use = false;    // the restored id is
};

struct CreateChecked {
  Checked checked;
  bool id_consumed = false;  // SIDE-2, SIDE-5
  bool id_written = false;   // SIDE-3
};

// ARG-TC-1, ARG-TC-2, in their order; a NULL sevp (ARG-TC-7) is a valid sigevent. `clock` and `notify` are truncated.
constexpr CreateChecked check_timer_create(const Profile& profile, const TargetFacts& facts, const Step& step,
                                           const CreateContext& context) {
  const auto clock = static_cast<std::int32_t>(step.clock);
  // C32-5: the 16 bytes that are read of an i386 sigevent lie before the edge.
  const bool whole = abi_of(facts.abi) == Abi::native64 || step.in != Pointer::edge;
  const bool sevp_faults = step.in != Pointer::null && faults_on_read(step.in) && whole;
  const ClockKind kind = clock_kind(clock, facts.aux_clocks);
  if (!profile.posix_timers) {
    return {{kEnosys, "ARG-NOSYS"_rule}};
  }
  if (profile.sevp_before_clock && sevp_faults) {
    return {{kEfault, "ARG-TC-1"_rule}};
  }
  const RuleIndex of_clock = sevp_faults ? "ARG-TC-2"_rule : "ARG-TC-3"_rule;
  if (kind == ClockKind::unknown) {
    return {{kEinval, of_clock}};
  }
  if (kind == ClockKind::no_timers) {
    return {{kEopnotsupp, of_clock}};
  }
  if (context.restoring) {
    if (faults_on_read(step.out)) {
      return {{kEfault, "ID-4"_rule}};
    }
    if (static_cast<std::int32_t>(step.id) < 0) {
      return {{kEinval, "ID-4"_rule}};
    }
    if (context.id_in_use) {
      return {{kEbusy, "ID-4"_rule}};
    }
  }
  if (sevp_faults) {
    return {{kEfault, "ARG-TC-2"_rule}, true};
  }
  if (step.in != Pointer::null && !good_sigevent(profile, static_cast<std::int32_t>(step.notify),
                                                 static_cast<std::int32_t>(step.number), context.own_thread)) {
    return {{kEinval, profile.notify_strict ? "ARG-TC-5"_rule : "ARG-TC-10"_rule}, true};
  }
  if (faults_on_write(step.out)) {
    return {{kEfault, "ARG-TC-1"_rule}, true};
  }
  if (kind == ClockKind::alarm && !facts.rtc) {
    return {{kEopnotsupp, "ARG-TC-9"_rule}, true, true};
  }
  if (kind == ClockKind::alarm && !facts.wake_alarm) {
    return {{kEperm, "ARG-TC-9"_rule}, true, true};
  }
  if (kind == ClockKind::cpu && (cpu_clock(clock).counts == 3 || !context.clock_target)) {
    return {{kEinval, "ARG-TC-4"_rule}, true, true};
  }
  const auto notify = static_cast<std::int32_t>(step.notify);
  const bool named = notify == kNotifySignal || notify == kNotifyNone || notify == kNotifyThread ||
                     notify == kNotifyThreadId || step.in == Pointer::null;
  return {{0, step.in == Pointer::edge ? "C32-5"_rule : named ? "ARG-TC-1"_rule : "ARG-TC-10"_rule}, true, true};
}

}  // namespace timerlaw
