// SPDX-License-Identifier: Apache-2.0
// Dispositions: when a signal is ignored, what its default action is.
// Source: kernel/signal.c sig_ignored, sig_task_ignored, sig_handler_ignored; signal(7); POSIX XSH 2.4.3.
#pragma once

#include "model/units.h"

namespace timerlaw {

enum class Disposition : std::uint8_t { dflt, ignore, handler };
enum class DefaultAction : std::uint8_t { terminate, ignore, stop };

constexpr DefaultAction default_action(Signo s) {
  switch (s) {
    case 17:
    case 18:
    case 23:
    case 28:  // CHLD CONT URG WINCH
      return DefaultAction::ignore;
    case 19:
    case 20:
    case 21:
    case 22:  // STOP TSTP TTIN TTOU
      return DefaultAction::stop;
    default:
      return DefaultAction::terminate;
  }
}
// Signals that no mask blocks, no handler catches and no set takes.
inline constexpr SigSet kUnblockable{(std::uint64_t{1} << (kSigKill - 1)) | (std::uint64_t{1} << (kSigStop - 1))};
inline constexpr SigSet kStopSignals{(std::uint64_t{0xf}) << 18};

// The disposition throws the signal away, if it is not blocked.
constexpr bool discards(Signo s, Disposition d) {
  return d == Disposition::ignore || (d == Disposition::dflt && default_action(s) == DefaultAction::ignore);
}

// SIG-GEN-1: a signal generated now is discarded.
constexpr bool ignored(Signo s, Disposition d, bool blocked) {
  return !blocked && discards(s, d);
}

// Standard signals are kept at most once in a queue, whoever sends them; POSIX timers' entries excepted (SIG-Q-1).
constexpr bool merges(Signo s) {
  return s < kKernelRtMin;
}

// SIG-Q-2: which of two pending signals of one queue is dequeued first: ILL, TRAP, BUS, FPE, SEGV and SYS, which a
// fault may have raised, before all others; then the lower number.
inline constexpr SigSet kFaultSignals{(std::uint64_t{1} << 3) | (std::uint64_t{1} << 4) | (std::uint64_t{1} << 6) |
                                      (std::uint64_t{1} << 7) | (std::uint64_t{1} << 10) | (std::uint64_t{1} << 30)};
constexpr bool dequeues_before(Signo a, Signo b) {
  if (kFaultSignals.has(a) != kFaultSignals.has(b)) {
    return kFaultSignals.has(a);
  }
  return a < b;
}

}  // namespace timerlaw
