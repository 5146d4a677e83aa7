// SPDX-License-Identifier: Apache-2.0
// unsigned int alarm(unsigned int seconds)
// Source: kernel/time/itimer.c alarm_setitimer; alarm(2); POSIX alarm(). It never fails (ARG-AL-1) and is
// setitimer(ITIMER_REAL, {seconds, 0}) with a rounded old value (ITR-11).
#pragma once

#include "model/calls/getitimer.h"
#include "model/profile.h"

namespace timerlaw {

// ALRM-1, ALRM-2. `amount` is the remaining time in units of which `second` make a second. then(seconds)
template <class E, class Then>
constexpr void round_half_up(E& e, const typename E::Num& amount, Wide second, Then&& then) {
  e.branch("ALRM-1/nothing", amount <= 0, [&] { then(typename E::Num(0)); });
  e.branch("ALRM-1/below-a-second", amount > 0 && amount < second, [&] { then(typename E::Num(1)); });
  e.branch("ALRM-1/half-up", amount >= second, [&] { then(e.floor_div(amount + second / 2, second)); });
}

// ALRM-4. then(result): the seconds truncated to the 32 bits of the return value.
template <class E, class Then>
constexpr void alarm_truncated(E& e, const typename E::Num& seconds, Then&& then) {
  constexpr Wide kWord = Wide{1} << 32;
  e.branch("ALRM-4/fits", seconds < kWord, [&] { then(seconds); });
  e.branch("ALRM-4/one-word-lost", seconds >= kWord && seconds < 2 * kWord, [&] { then(seconds - kWord); });
  e.branch("ALRM-4/two-words-lost", seconds >= 2 * kWord, [&] { then(seconds - 2 * kWord); });
}

// What alarm() returns for an armed timer; `left` is deadline - now. then(result)
template <class E, class Then>
constexpr void alarm_shown(E& e, const Profile& profile, const typename E::Num& left, Then&& then) {
  real_remaining(e, left, [&](const typename E::Num& ns) {
    const auto truncate = [&](const typename E::Num& seconds) { alarm_truncated(e, seconds, then); };
    if (profile.alarm_round == AlarmRound::nanoseconds) {
      round_half_up(e, ns, kSecond, truncate);
    } else {
      ns_to_us(e, ns, [&](const typename E::Num& us) { round_half_up(e, us, kSecond / kMicrosecond, truncate); });
    }
  });
}

}  // namespace timerlaw
