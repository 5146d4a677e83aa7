// SPDX-License-Identifier: Apache-2.0
// What a 64-bit kernel sees of the arguments of a 32-bit program, and what it shows to it.
// Source: kernel/time/itimer.c get_old_itimerval32, put_old_itimerval32; kernel/time/time.c get_timespec64,
// get_old_timespec32, put_old_timespec32; kernel/compat.c get_compat_sigevent; kernel/signal.c copy_siginfo_to_user32.
#pragma once

#include <string_view>

#include "model/eval.h"
#include "model/step.h"

namespace timerlaw {

enum class Abi : std::uint8_t { native64, compat32 };

constexpr Abi abi_of(std::string_view name) {
  return name == "i386" ? Abi::compat32 : Abi::native64;
}

// Whether the step is one of the calls with 32-bit time.
constexpr bool has_time32(const Step& step, Abi abi) {
  const bool timeval = step.op == Op::setitimer || step.op == Op::getitimer;
  return abi == Abi::compat32 && (timeval || step.time32);
}

// C32-2: the seconds as the kernel takes them: with time32 a field of 32 bits, with its sign.
template <class E>
constexpr typename E::Num seconds_taken(E& e, const typename E::Num& sec, bool time32) {
  return time32 ? e.trunc32(sec) : sec;
}

// C32-2, C32-3: the fraction as the kernel takes it: with time32 a field of 32 bits, with its sign; else what stands in
// the high half of the nanoseconds of a 32-bit program is cut off.
template <class E>
constexpr typename E::Num fraction_taken(E& e, const typename E::Num& frac, bool time32, Abi abi) {
  constexpr Wide kWord = Wide{1} << 32;
  if (time32) {
    return e.trunc32(frac);
  }
  return abi == Abi::native64 ? frac : frac - e.floor_div(frac, kWord) * kWord;
}

// The time as the kernel takes it. Offsets from a reading are resolved before.
constexpr TimeArg as_taken(const TimeArg& time, bool time32, Abi abi) {
  if (abi == Abi::native64 || time.origin != Origin::literal) {
    return time;
  }
  Concrete e;
  return {static_cast<std::int64_t>(seconds_taken(e, time.sec, time32)),
          static_cast<std::int64_t>(fraction_taken(e, time.frac, time32, abi)), time.origin};
}

// C32-4: sigev_value as the kernel takes it.
constexpr std::uint64_t as_taken(std::uint64_t sival, Abi abi) {
  return abi == Abi::native64 ? sival : static_cast<std::uint32_t>(sival);
}

// C32-1: the seconds as they are shown.
template <class E>
constexpr typename E::Num seconds_shown(E& e, const typename E::Num& sec, bool time32) {
  return time32 ? e.trunc32(sec) : sec;
}
constexpr std::int64_t as_shown(std::int64_t sec, bool time32) {
  Concrete e;
  return static_cast<std::int64_t>(seconds_shown(e, sec, time32));
}

// C32-1 backward: the seconds nearest to `expected` that are shown as `shown`.
constexpr Wide behind_shown(std::int64_t shown, Wide expected) {
  constexpr Wide kWord = Wide{1} << 32;
  return shown + floor_div(expected - shown + kWord / 2, kWord) * kWord;
}

}  // namespace timerlaw
