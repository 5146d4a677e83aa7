// SPDX-License-Identifier: Apache-2.0
// Interval timers counted in jiffies of 10 ms, in 32-bit unsigned arithmetic.
// Source: Linux 2.0 kernel/itimer.c tvtojiffies, jiffiestotv, _getitimer, _setitimer, it_real_fn, sys_setitimer;
// kernel/sched.c do_it_virt, do_it_prof, sys_alarm.
#pragma once

#include "model/calls/checked.h"
#include "model/eval.h"

namespace timerlaw {

inline constexpr Nanos kJiffy{10'000'000};  // HZ is 100
inline constexpr Wide kJiffiesPerSecond = 100;
inline constexpr Wide kMicrosPerJiffy = 10'000;
inline constexpr Wide kJiffyWord = Wide{1} << 32;
inline constexpr Wide kJiffiesMax = kJiffyWord - 1;  // ULONG_MAX

// A number as 32 bits without sign hold it.
template <class E>
constexpr typename E::Num jiffy_word(E& e, const typename E::Num& x) {
  return x - e.floor_div(x, kJiffyWord) * kJiffyWord;
}

// ARG-SI-3: old is looked at before anything is set, and no field of new is looked at.
constexpr Checked check_setitimer_in_jiffies(std::int32_t which, Pointer in, Pointer out) {
  const bool in_faults = in != Pointer::null && faults_on_read(in);
  const bool out_faults = out != Pointer::null && faults_on_write(out);
  if (in_faults || out_faults) {
    return {kEfault, "ARG-SI-3"_rule};
  }
  return {which < 0 || which > 2 ? kEinval : 0, "ARG-SI-3"_rule};
}

// L20-1. then(jiffies), for any timeval.
template <class E, class Then>
constexpr void timeval_to_jiffies(E& e, const typename E::Num& sec, const typename E::Num& usec, Then&& then) {
  const typename E::Num s = jiffy_word(e, sec);
  e.branch("L20-1/saturated", s > kJiffiesMax / kJiffiesPerSecond, [&] { then(typename E::Num(kJiffiesMax)); });
  e.branch("L20-1/rounded-up", s <= kJiffiesMax / kJiffiesPerSecond, [&] {
    const typename E::Num up = jiffy_word(e, jiffy_word(e, usec) + (kMicrosPerJiffy - 1));
    then(jiffy_word(e, s * kJiffiesPerSecond + e.floor_div(up, kMicrosPerJiffy)));
  });
}

// L20-2. then(us): a timeval is this number of microseconds, split at the second.
template <class E, class Then>
constexpr void jiffies_to_us(E&, const typename E::Num& jiffies, Then&& then) {
  then(jiffies * kMicrosPerJiffy);
}

// L20-3, L20-5. then(deadline) of ITIMER_REAL: `count` jiffies, which are not zero, from the jiffy `now`.
template <class E, class Then>
constexpr void real_due_jiffy(E& e, const typename E::Num& now, const typename E::Num& count, Then&& then) {
  e.branch("L20-3/overflow", now + count > kJiffiesMax, [&] { then(typename E::Num(kJiffiesMax)); });
  e.branch("L20-3/exact", now + count <= kJiffiesMax, [&] { then(now + count); });
}

// L20-4. then(jiffies): what is shown of an armed ITIMER_REAL; `left` is deadline - now.
template <class E, class Then>
constexpr void real_left_jiffies(E& e, const typename E::Num& left, Then&& then) {
  e.branch("L20-4/due", left <= 0, [&] { then(typename E::Num(1)); });
  e.branch("L20-4/running", left > 0, [&] { then(left); });
}

// ALRM-3. then(seconds)
template <class E, class Then>
constexpr void alarm_from_jiffies(E& e, const typename E::Num& jiffies, Then&& then) {
  then(e.floor_div(jiffies + (kJiffiesPerSecond - 1), kJiffiesPerSecond));
}

// L20-6. then(value): what ITIMER_VIRTUAL and ITIMER_PROF count down from; 0 is off.
template <class E, class Then>
constexpr void cpu_count_jiffies(E& e, const typename E::Num& jiffies, Then&& then) {
  e.branch("L20-6/zero", jiffies == 0, [&] { then(typename E::Num(0)); });
  e.branch("L20-6/one-more", jiffies > 0, [&] { then(jiffy_word(e, jiffies + 1)); });
}

// L20-6. then(value, fires): the tick interrupt accounts `ticks` jiffies, at least one, to the process.
template <class E, class Then>
constexpr void count_jiffies_down(E& e, const typename E::Num value, const typename E::Num interval,
                                  const typename E::Num& ticks, Then&& then) {
  e.branch("L20-6/off", value == 0, [&] { then(value, false); });
  e.branch("L20-6/due", value > 0 && value <= ticks, [&] { then(interval, true); });
  e.branch("L20-6/running", value > ticks, [&] { then(value - ticks, false); });
}

}  // namespace timerlaw
