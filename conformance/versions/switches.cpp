// SPDX-License-Identifier: Apache-2.0
#include "conformance/versions/switches.h"

#include <algorithm>
#include <array>

namespace timerlaw::versions {
namespace {

// The words of each type of switch, in the order of its enumerators.
template <class Value>
struct Words;
template <>
struct Words<bool> {
  static constexpr std::array<std::string_view, 2> kWords{"false", "true"};
};
template <>
struct Words<TimeBase> {
  static constexpr std::array<std::string_view, 2> kWords{"jiffies", "nanoseconds"};
};
template <>
struct Words<CputimeUnit> {
  static constexpr std::array<std::string_view, 2> kWords{"jiffies", "nanoseconds"};
};
template <>
struct Words<AlarmRound> {
  static constexpr std::array<std::string_view, 3> kWords{"up", "microseconds", "nanoseconds"};
};
template <>
struct Words<RealRearm> {
  static constexpr std::array<std::string_view, 2> kWords{"expiry", "dequeue"};
};
template <>
struct Words<IdAllocation> {
  static constexpr std::array<std::string_view, 3> kWords{"none", "lowest_free", "counter"};
};
template <>
struct Words<PreferredThread> {
  static constexpr std::array<std::string_view, 2> kWords{"leader", "current"};
};

template <auto field>
struct Field;
template <class Value, Value Profile::*field>
struct Field<field> {
  static constexpr Switch named(std::string_view name, std::string_view meaning) {
    return {name, meaning, Words<Value>::kWords, [](const Profile& p) { return static_cast<std::size_t>(p.*field); },
            [](Profile& p, std::size_t value) { p.*field = static_cast<Value>(value); }};
  }
};

using P = Profile;
constexpr Switch kSwitches[] = {
    Field<&P::only_posix>::named("only_posix",
                                 "What the standard does not promise is unspecified: no kernel's, but a way to judge."),
    Field<&P::time_base>::named("time_base",
                                "What ITIMER_REAL is counted in: jiffies of 10 ms, rounded up, or nanoseconds."),
    Field<&P::cputime_unit>::named("cputime_unit", "What ITIMER_VIRTUAL and ITIMER_PROF are counted in."),
    Field<&P::validates_timeval>::named(
        "validates_timeval", "setitimer refuses negative seconds and microseconds outside 0 to 999999 with EINVAL."),
    Field<&P::old_value_checked_first>::named(
        "old_value_checked_first", "setitimer finds out that old_value cannot be written before it sets the timer."),
    Field<&P::getitimer_null_first>::named("getitimer_null_first",
                                           "getitimer looks at a NULL pointer before it looks at `which`."),
    Field<&P::alarm_round>::named("alarm_round",
                                  "How alarm rounds the seconds that it returns: up, or half up after "
                                  "truncation to microseconds, or half up on nanoseconds."),
    Field<&P::real_rearm>::named("real_rearm",
                                 "When a periodic ITIMER_REAL goes on: as it expires, or as SIGALRM is dequeued."),
    Field<&P::real_zero_keeps_interval>::named("real_zero_keeps_interval",
                                               "Disarming ITIMER_REAL keeps the interval that was passed."),
    Field<&P::cputime_saturates>::named("cputime_saturates",
                                        "Seconds beyond what nanoseconds can hold are cut to "
                                        "KTIME_MAX for ITIMER_VIRTUAL and ITIMER_PROF; else they "
                                        "wrap around."),
    Field<&P::itimer_equal_is_firing>::named(
        "itimer_equal_is_firing",
        "ITIMER_VIRTUAL and ITIMER_PROF show a tick at the very instant of their deadline; else zero."),
    Field<&P::posix_timers>::named("posix_timers", "The POSIX timers' calls exist; else they are ENOSYS."),
    Field<&P::sevp_before_clock>::named("sevp_before_clock",
                                        "timer_create reads its sigevent before it looks at the "
                                        "clock, and before it takes an id."),
    Field<&P::notify_strict>::named("notify_strict",
                                    "Unknown values of sigev_notify are EINVAL; else they mean "
                                    "SIGEV_SIGNAL."),
    Field<&P::id_allocation>::named("id_allocation",
                                    "Where timer ids come from: the lowest that no timer of the system uses, or a "
                                    "counter of the process."),
    Field<&P::restore_ids>::named("restore_ids", "prctl(PR_TIMER_CREATE_RESTORE_IDS) exists."),
    Field<&P::overrun_clamped>::named("overrun_clamped", "Overrun counts stop at INT_MAX; else they wrap around."),
    Field<&P::stale_signals_dropped>::named("stale_signals_dropped",
                                            "A signal that is pending when its timer is set again or deleted is "
                                            "dropped; else it is delivered all the same."),
    Field<&P::ignored_periodic_parked>::named("ignored_periodic_parked",
                                              "A periodic timer whose signal is ignored is parked until it is ignored "
                                              "no longer; else it goes on by itself."),
    Field<&P::refire_bumps_overrun>::named(
        "refire_bumps_overrun",
        "A timer that is set again and fires while its signal is pending adds one to that signal's si_overrun."),
    Field<&P::leaks_sys_private>::named("leaks_sys_private",
                                        "The signal of a deleted periodic timer shows an internal "
                                        "counter of the kernel behind si_value."),
    Field<&P::cpu_timers_forwarded>::named("cpu_timers_forwarded",
                                           "timer_gettime forwards a periodic timer on a CPU-time clock, and disarming "
                                           "one forgets the interval, as other timers do."),
    Field<&P::preferred_thread>::named("preferred_thread",
                                       "Which thread a POSIX timer's signal for the process prefers: the group's "
                                       "leader, or the one that runs."),
    Field<&P::expired_at_arm_synchronous>::named(
        "expired_at_arm_synchronous",
        "A timer that is due when it is set, and first among those of its CPU, "
        "has its signal pending before timer_settime returns; else an "
        "interrupt has to come first."),
    Field<&P::time_namespaces>::named("time_namespaces", "Time namespaces exist."),
    Field<&P::timens_bars_threads>::named("timens_bars_threads",
                                          "A thread that has made a time namespace for its children may be refused a "
                                          "thread of its own."),
    Field<&P::sigpending_per_user_namespace>::named("sigpending_per_user_namespace",
                                                    "RLIMIT_SIGPENDING is counted for each user namespace; else for "
                                                    "each user."),
    Field<&P::alarm_clock_forwards>::named("alarm_clock_forwards",
                                           "timer_gettime forwards a periodic timer on an alarm clock, as it does on "
                                           "other clocks."),
};

}  // namespace

std::span<const Switch> switches() {
  return kSwitches;
}

const Switch* find_switch(std::string_view name) {
  const auto* const found = std::ranges::find(kSwitches, name, &Switch::name);
  return found == std::end(kSwitches) ? nullptr : found;
}

std::vector<const Switch*> differing_switches(const Profile& a, const Profile& b) {
  std::vector<const Switch*> found;
  for (const Switch& one : kSwitches)
    if (one.get(a) != one.get(b))
      found.push_back(&one);
  return found;
}

Profile with(const Profile& a, const Switch& one, const Profile& b) {
  Profile mixed = a;
  one.set(mixed, one.get(b));
  return mixed;
}

std::string list_of(std::span<const std::string_view> values) {
  std::string list;
  for (const std::string_view value : values)
    list.append(list.empty() ? "" : ", ").append(value);
  return list;
}

}  // namespace timerlaw::versions
