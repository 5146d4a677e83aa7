// SPDX-License-Identifier: Apache-2.0
// One queue of pending signals, a process's or a thread's: by number, and in the order of queueing within a number.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "model/step.h"

namespace timerlaw {

inline constexpr std::size_t kNoTimer = ~std::size_t{0};

struct QueuedSignal {
  SigInfo info;                  // of a timer's own entry: filled in when it is delivered
  std::size_t timer = kNoTimer;  // whose own entry this is
  bool charged = false;          // to RLIMIT_SIGPENDING
  bool lost = false;             // there was no room for more than the signal's bit
};

class SignalQueue {
 public:
  SigSet bits() const { return bits_; }
  void push(const QueuedSignal& signal) {
    of(signal.info.signo).waiting.push_back(signal);
    bits_.add(signal.info.signo);
  }
  // The oldest of number `signo`, which must be there.
  QueuedSignal pop_front(Signo signo) {
    Line& line = of(signo);
    const QueuedSignal signal = line.waiting[line.gone++];
    clear_if_empty(signo);
    return signal;
  }
  QueuedSignal pop_back(Signo signo) {
    const QueuedSignal signal = of(signo).waiting.back();
    of(signo).waiting.pop_back();
    clear_if_empty(signo);
    return signal;
  }
  // Takes out everything of number `signo`.
  std::vector<QueuedSignal> flush(Signo signo) {
    drop_gone(of(signo));
    std::vector<QueuedSignal> all = std::move(of(signo).waiting);
    of(signo) = {};
    bits_.remove(signo);
    return all;
  }
  // Takes out the entry of one timer.
  void remove(Signo signo, std::size_t timer) {
    drop_gone(of(signo));
    std::erase_if(of(signo).waiting, [timer](const QueuedSignal& s) { return s.timer == timer; });
    clear_if_empty(signo);
  }

  // Takes out all that `unwanted` says; calls `drop` with each.
  template <class Unwanted, class Drop>
  void remove_if(const Unwanted& unwanted, const Drop& drop) {
    for (Signo signo = 1; signo <= kSigMax; ++signo) {
      if (!bits_.has(signo)) {
        continue;
      }
      drop_gone(of(signo));
      std::erase_if(of(signo).waiting, [&](const QueuedSignal& s) { return unwanted(s) && (drop(s), true); });
      clear_if_empty(signo);
    }
  }
  // Whether number `signo` is there as a bit alone.
  bool only_bit(Signo signo) const {
    const Line& line = lines_[static_cast<std::size_t>(signo)];
    return line.gone < line.waiting.size() && line.waiting[line.gone].lost;
  }

 private:
  struct Line {
    std::vector<QueuedSignal> waiting;
    std::size_t gone = 0;  // how many at the front have left
  };
  Line& of(Signo signo) { return lines_[static_cast<std::size_t>(signo)]; }
  static void drop_gone(Line& line) {
    line.waiting.erase(line.waiting.begin(), line.waiting.begin() + static_cast<std::ptrdiff_t>(line.gone));
    line.gone = 0;
  }
  void clear_if_empty(Signo signo) {
    if (of(signo).gone == of(signo).waiting.size()) {
      of(signo) = {};
      bits_.remove(signo);
    }
  }

  std::array<Line, kSigMax + 1> lines_;
  SigSet bits_;
};

}  // namespace timerlaw
