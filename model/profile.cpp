// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace timerlaw {
namespace {

using Version = std::pair<int, int>;

struct Generation {
  Profile profile;
  Version first;  // of the releases it describes; the next generation's first ends it
};

// Each generation is what its predecessor was, but for the switches that are named. The sources stand with the rules
// that ask for them.
std::vector<Generation> make_generations() {
  std::vector<Generation> all;
  Profile p;
  const auto add = [&](const char* name, const char* releases, Version first, const char* confirmed,
                       bool obtainable = true) {
    p.name = name;
    p.releases = releases;
    p.confirmed = confirmed;
    p.obtainable = obtainable;
    all.push_back({p, first});
  };
  constexpr bool kNotObtainable = false;

  p.time_base = TimeBase::jiffies;
  p.cputime_unit = CputimeUnit::jiffies;
  p.validates_timeval = false;
  p.old_value_checked_first = true;
  p.getitimer_null_first = true;
  p.alarm_round = AlarmRound::up;
  p.real_rearm = RealRearm::expiry;
  p.real_zero_keeps_interval = true;
  p.cputime_saturates = false;
  p.itimer_equal_is_firing = false;
  p.posix_timers = false;
  p.sevp_before_clock = false;
  p.notify_strict = false;
  p.id_allocation = IdAllocation::none;
  p.restore_ids = false;
  p.overrun_clamped = false;
  p.stale_signals_dropped = false;
  p.ignored_periodic_parked = false;
  p.cpu_timers_forwarded = false;
  p.preferred_thread = PreferredThread::leader;
  p.expired_at_arm_synchronous = false;
  p.time_namespaces = false;
  p.sigpending_per_user_namespace = false;
  p.alarm_clock_forwards = false;
  add("linux-2.0", "2.0", {2, 0}, "", kNotObtainable);

  p.time_base = TimeBase::nanoseconds;
  p.validates_timeval = true;
  p.old_value_checked_first = false;
  p.alarm_round = AlarmRound::microseconds;
  p.real_rearm = RealRearm::dequeue;
  p.real_zero_keeps_interval = false;
  p.posix_timers = true;
  p.id_allocation = IdAllocation::lowest_free;
  p.refire_bumps_overrun = true;
  p.leaks_sys_private = true;
  add("linux-2.6.39", "2.6.39 to 3.9", {2, 6}, "", kNotObtainable);

  p.id_allocation = IdAllocation::counter;
  add("linux-3.10", "3.10 to 4.9", {3, 10}, "", kNotObtainable);

  // 4.10 made ktime a scalar: nothing that a program sees.
  add("linux-4.10", "4.10", {4, 10}, "", kNotObtainable);

  p.cputime_unit = CputimeUnit::nanoseconds;
  add("linux-4.11", "4.11 to 4.13", {4, 11}, "", kNotObtainable);

  p.sevp_before_clock = true;
  add("linux-4.14", "4.14", {4, 14}, "", kNotObtainable);

  p.notify_strict = true;
  add("linux-4.15", "4.15 to 4.18", {4, 15}, "", kNotObtainable);

  p.overrun_clamped = true;
  add("linux-4.19", "4.19 to 5.4", {4, 19}, "", kNotObtainable);

  p.getitimer_null_first = false;
  p.alarm_round = AlarmRound::nanoseconds;
  add("linux-5.5", "5.5", {5, 5}, "", kNotObtainable);

  p.time_namespaces = true;
  p.timens_bars_threads = true;
  add("linux-5.6", "5.6 to 5.9", {5, 6}, "", kNotObtainable);

  p.cputime_saturates = true;
  add("linux-5.10", "5.10 to 5.13", {5, 10}, "5.10");

  p.sigpending_per_user_namespace = true;
  p.alarm_clock_forwards = true;
  add("linux-6.1", "5.14 to 6.3", {5, 14}, "6.1");

  p.timens_bars_threads = false;
  p.preferred_thread = PreferredThread::current;
  add("linux-6.4", "6.4 to 6.11", {6, 4}, "");

  p.cpu_timers_forwarded = true;
  add("linux-6.12", "6.12", {6, 12}, "6.12");

  p.stale_signals_dropped = true;
  p.ignored_periodic_parked = true;
  p.refire_bumps_overrun = false;
  p.leaks_sys_private = false;
  add("linux-6.13", "6.13 to 6.14", {6, 13}, "");

  p.restore_ids = true;
  add("linux-6.15", "6.15 to 6.18", {6, 15}, "6.18");

  p.expired_at_arm_synchronous = true;
  add("linux-7.2", "6.19 to 7.2", {6, 19}, "7.2");

  p.itimer_equal_is_firing = true;
  add("linux-7.3", "7.3", {7, 3}, "7.3");

  p.only_posix = true;
  add("posix", "POSIX.1-2024", {0, 0}, "");
  return all;
}

const std::vector<Generation>& generations() {
  static const std::vector<Generation> all = make_generations();
  return all;
}

}  // namespace

std::span<const Profile> profiles() {
  static const std::vector<Profile> all = [] {
    std::vector<Profile> list;
    for (const Generation& generation : generations()) {
      list.push_back(generation.profile);
    }
    return list;
  }();
  return all;
}

const Profile* find_profile(std::string_view name) {
  const auto all = profiles();
  const auto found = std::ranges::find(all, name, &Profile::name);
  return found == all.end() ? nullptr : &*found;
}

const Profile* profile_for_release(std::string_view release) {
  Version version{0, 0};
  const char* end = release.data() + release.size();
  const auto major = std::from_chars(release.data(), end, version.first);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.' ||
      std::from_chars(major.ptr + 1, end, version.second).ec != std::errc{}) {
    return nullptr;
  }
  constexpr Version kLastKnown{7, 3};
  const Profile* newest = nullptr;
  for (std::size_t i = 0; i < generations().size(); ++i) {
    const Version first = generations()[i].first;
    if (first != Version{0, 0} && first <= version && version <= kLastKnown) {
      newest = &profiles()[i];
    }
  }
  return newest;
}

}  // namespace timerlaw
