// SPDX-License-Identifier: Apache-2.0
// One kernel generation as data. A rule asks the profile for a switch, never for a version number.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace timerlaw {

// What the deadlines of ITIMER_REAL are counted in.
enum class TimeBase : std::uint8_t { jiffies, nanoseconds };
// What ITIMER_VIRTUAL and ITIMER_PROF are counted in.
enum class CputimeUnit : std::uint8_t { jiffies, nanoseconds };
// Where alarm() rounds its return value: up, or half up at this precision.
enum class AlarmRound : std::uint8_t { up, microseconds, nanoseconds };
// When a periodic ITIMER_REAL goes on.
enum class RealRearm : std::uint8_t { expiry, dequeue };
// Where timer ids come from.
enum class IdAllocation : std::uint8_t { none, lowest_free, counter };
// Whose mask decides whether a process-directed POSIX timer signal is ignored, and whom it prefers.
enum class PreferredThread : std::uint8_t { leader, current };

struct Profile {
  std::string name;        // linux-6.13
  std::string releases;    // the kernels it describes
  std::string confirmed;   // kernels it was confirmed on; empty: source only
  bool obtainable = true;  // a kernel of it can be had, so that it can be confirmed

  bool only_posix = false;  // what the standard does not promise is unspecified

  TimeBase time_base = TimeBase::nanoseconds;                   // TIMEBASE
  CputimeUnit cputime_unit = CputimeUnit::nanoseconds;          // CPUTIME_UNIT
  bool validates_timeval = true;                                // VALIDATE_TIMEVAL
  bool old_value_checked_first = false;                         // OVALUE_CHECKED_FIRST
  bool getitimer_null_first = false;                            // GETITIMER_NULL_FIRST
  AlarmRound alarm_round = AlarmRound::nanoseconds;             // ALARM_ROUND
  RealRearm real_rearm = RealRearm::dequeue;                    // REAL_REARM
  bool real_zero_keeps_interval = false;                        // REAL_ZERO_KEEPS_INTERVAL
  bool cputime_saturates = true;                                // CPU_NS_SATURATES
  bool itimer_equal_is_firing = true;                           // ITIMER_EQ_IS_FIRING
  bool posix_timers = true;                                     // POSIX timers exist
  bool sevp_before_clock = true;                                // SEVP_BEFORE_CLOCK
  bool notify_strict = true;                                    // NOTIFY_STRICT
  IdAllocation id_allocation = IdAllocation::counter;           // ID_ALLOC
  bool restore_ids = true;                                      // PR_TIMER_CREATE_RESTORE_IDS
  bool overrun_clamped = true;                                  // OVERRUN_TYPE: clamped to INT_MAX, or wraps
  bool stale_signals_dropped = true;                            // STALE_SIGNALS
  bool ignored_periodic_parked = true;                          // IGNORED_PERIODIC: parked, or rearmed at expiry
  bool refire_bumps_overrun = false;                            // REFIRE_BUMPS_SI_OVERRUN
  bool leaks_sys_private = false;                               // LEAK_SYS_PRIVATE
  bool cpu_timers_forwarded = true;                             // CPU_NEWGET
  PreferredThread preferred_thread = PreferredThread::current;  // PREFER_CURRENT_THREAD
  bool expired_at_arm_synchronous = true;                       // EXPIRED_AT_ARM_SYNC
  bool time_namespaces = true;                                  // TIMENS
  bool timens_bars_threads = false;                             // TIMENS_BARS_THREADS, in 6.2 and 6.3 no more
  bool sigpending_per_user_namespace = true;                    // SIGPENDING_PER_USERNS
  bool alarm_clock_forwards = true;  // timer_gettime forwards periodic timers of *_ALARM clocks

  friend bool operator==(const Profile&, const Profile&) = default;
};

// Oldest first; `posix` last.
std::span<const Profile> profiles();

// The profile of this name; nullptr if there is none.
const Profile* find_profile(std::string_view name);

// The profile whose releases include this `uname -r`; nullptr if none does. For Linux targets only: a sandbox that
// reports a release of its own names its profile itself.
const Profile* profile_for_release(std::string_view release);

}  // namespace timerlaw
