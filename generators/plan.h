// SPDX-License-Identifier: Apache-2.0
// What the steps of a program so far have arranged for certain: which timers exist and run, which signals will arrive
// by themselves, how long a step can wait. Not a model of the kernel: it only has to be right where it says "surely",
// so that a generated program neither waits for what never comes nor dies by accident.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "generators/parties.h"
#include "generators/planned.h"
#include "model/trace.h"

namespace timerlaw {

class Plan {
 public:
  void follow(const Step& step);

  const Parties& parties() const { return parties_; }
  const PlannedTimer& timer(std::int32_t slot) const { return timers_[static_cast<std::size_t>(slot)]; }
  const PlannedTimer& itimer(Party process, Which which) const {
    return processes_[process].itimers[static_cast<std::size_t>(which)];
  }
  const PlannedTimer& real() const { return itimer(0, Which::real); }
  Nanos now() const { return now_; }
  bool clock_moves() const { return clock_moves_; }

  // How many signals of `set` will surely arrive soon for `party`, each worth one take of its.
  int arrivals(Party party, SigSet set) const { return count(party, set, Counts::time); }
  // The same, of timers that become due when `party` burns CPU time: each worth one burn for it, then a take.
  int burnt_arrivals(Party party, SigSet set) const { return count(party, set, Counts::cpu_time); }
  // Whether what the step waits for surely comes.
  bool surely_ends(const Step& step) const;
  // Whether a process may die in `step`, or later because of it.
  bool may_kill(const Step& step) const;
  // The longest `step` can take if nothing arrives; nothing where that may be an hour or more.
  std::optional<Nanos> wait(const Step& step) const;

 private:
  enum class Counts : std::uint8_t { time, cpu_time };

  PlannedProcess& own(const Step& step) { return processes_[parties_.process(step.party)]; }
  const PlannedProcess& own(const Step& step) const { return processes_[parties_.process(step.party)]; }
  // The timer that `step` names for certain; null where it may be any.
  PlannedTimer* named(const Step& step);
  SigSet unblocked(Party process) const;
  bool soon(const PlannedTimer& timer) const;
  bool comes(const PlannedTimer& timer, Party party, Counts counts) const;
  int count(Party party, SigSet set, Counts counts) const;
  Nanos aim(const PlannedTimer& timer) const;
  bool is_deadly(Party process, SigSet unblocked) const;

  template <class Change>
  void each_timer(Party process, const Change& change);
  void arm(PlannedTimer& timer, const Step& step, Nanos value, Nanos interval, bool absolute);
  void doubt(Party process, SigSet set);
  void follow_create(const Step& step);
  void follow_settime(const Step& step);
  void follow_remove(const Step& step);
  void follow_setitimer(const Step& step);
  void follow_alarm(const Step& step);
  void follow_disposition(const Step& step);
  void follow_sending(const Step& step);
  void follow_limit(const Step& step);
  void follow_party(const Step& step);

  Parties parties_;
  std::array<PlannedTimer, kPlannedSlots> timers_{};
  std::array<PlannedProcess, kParties> processes_{};
  std::array<SigSet, kParties> unblocked_{};  // by party; SIGCONT aside, everything is blocked at first
  Nanos now_;
  std::array<SigSet, kPlannedTakes> takes_{};
  std::size_t take_count_ = 0;
  bool clock_moves_ = false;  // what was read before means little: another time namespace
};

// Whether every step of `program` waits at most `limit`, and waits longer than kSoon (burns longer than kLongestBurn)
// only for a signal that surely comes.
bool waits_are_bounded(const Program& program, Nanos limit);

}  // namespace timerlaw
