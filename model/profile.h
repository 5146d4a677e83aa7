// SPDX-License-Identifier: Apache-2.0
// One kernel generation as data. A rule asks the profile for a switch, never for a version number.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace timerlaw {

// Where alarm() rounds its return value.
enum class AlarmRound : std::uint8_t { nanoseconds, microseconds };

struct Profile {
  std::string_view name;       // linux-6.13
  std::string_view releases;   // the kernels it describes
  std::string_view confirmed;  // kernels it was confirmed on; empty: source only

  bool getitimer_null_first;  // GETITIMER_NULL_FIRST
  AlarmRound alarm_round;     // ALARM_ROUND
  bool sevp_before_clock;     // SEVP_BEFORE_CLOCK
  bool notify_strict;         // NOTIFY_STRICT
};

std::span<const Profile> profiles();

// The profile of this name; nullptr if there is none.
const Profile* find_profile(std::string_view name);

// The profile whose releases include this `uname -r`; nullptr if none does. For Linux targets only: a sandbox that
// reports a release of its own names its profile itself.
const Profile* profile_for_release(std::string_view release);

}  // namespace timerlaw
