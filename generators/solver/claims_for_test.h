// SPDX-License-Identifier: Apache-2.0
// What the claims of lemmas are said in.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "generators/solver/proof.h"

namespace timerlaw::solver {

using arithmetic::Law;

inline const Condition kAlways = true;
inline constexpr Wide kMicros = kSecond / kMicrosecond;  // in a second

inline bool everywhere(const Law&) {
  return true;
}
inline bool native(const Law& law) {
  return law.abi == Abi::native64;
}
inline bool counts_cputime_in_jiffies(const Law& law) {
  return law.profile->cputime_unit == CputimeUnit::jiffies;
}
// CPU time set with setitimer is lost beyond 64 bits.
inline bool wraps_cputime(const Law& law) {
  return !counts_cputime_in_jiffies(law) && !law.profile->cputime_saturates;
}
inline bool rounds_alarm_in_microseconds(const Law& law) {
  return law.profile->alarm_round == AlarmRound::microseconds;
}

inline Term quotient(const Term& term, Wide divisor) {
  return Term(term.expression() / Term(divisor).in(term.expression().ctx()));
}
inline Term us_in(const Way& w) {
  return w.in("sec") * kMicros + w.in("usec");
}
inline Term us_out(const Way& w) {
  return w.out("sec") * kMicros + w.out("usec");
}
inline Term ns_in(const Way& w) {
  return w.in("sec") * kSecond + w.in("nsec");
}
inline Term ns_out(const Way& w) {
  return w.out("sec") * kSecond + w.out("nsec");
}

// A valid value that the program's own type of time can hold.
inline Condition written(const Way& w, std::string_view fraction, Wide units, bool time32) {
  const Wide most = time32 ? Wide{0x7fff'ffff} : arithmetic::kInt64Max;
  return w.in("sec") >= 0 && w.in("sec") <= most && w.in(fraction) >= 0 && w.in(fraction) < units;
}
inline Condition written_timeval(const Way& w) {
  return written(w, "usec", kMicros, !native(w.law()));
}
inline Condition written_timespec(const Way& w) {
  return written(w, "nsec", kSecond, w.law().time32);
}

// The program that shows on a kernel what refutes a lemma stands in the corpus.
inline void expect_in_corpus(const std::string& steps) {
  std::ifstream file(TIMERLAW_LEMMAS);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find(steps), std::string::npos) << steps << "\nis not in generators/corpus/lemmas.prog";
}

}  // namespace timerlaw::solver
