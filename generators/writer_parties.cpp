// SPDX-License-Identifier: Apache-2.0
// Threads and processes: who acts next, and when a process that was forked is over.
#include <array>

#include "generators/edges.h"
#include "generators/steps.h"
#include "generators/writer.h"

namespace timerlaw {

// Few enough that their clocks, too, fit a trace.
constexpr Party kMostParties = 5;

std::optional<Party> Writer::unmade() const {
  for (Party p = 1; p < kMostParties; ++p) {
    if (!plan_.parties().made(p)) {
      return p;
    }
  }
  return std::nullopt;
}

// A thread of the process whose turn it is.
Party Writer::some_thread() {
  const Parties& parties = plan_.parties();
  auto nth = draw_.below(static_cast<std::uint64_t>(parties.threads(acting())));
  for (Party p = 0; p < kParties; ++p) {
    if (parties.lives(p) && parties.process(p) == acting() && nth-- == 0) {
      return p;
    }
  }
  return acting();
}

Step Writer::new_party(Op op) {
  const std::optional<Party> party = unmade();
  if (!theme_.parties || !party || (op == Op::fork && acting() != 0)) {
    return steps::pending();
  }
  return op == Op::thread ? steps::thread(*party) : steps::fork(*party);
}

// Of a thread; of the leader of the first process seldom, and never while it is the only one.
Step Writer::exit() {
  const bool leads = actor_ == acting();
  if (!theme_.parties || plan_.parties().threads(acting()) < 2 || (leads && (acting() != 0 || !draw_.once_in(3)))) {
    return steps::pending();
  }
  return steps::exit();
}

// Alone: the ends of other threads are the directed programs' matter. A new image would enter the time namespace that
// was made for children.
Step Writer::exec() {
  const bool alone = actor_ == acting() && plan_.parties().threads(acting()) == 1;
  return alone && !plan_.clock_moves() ? steps::exec() : steps::pending();
}

// Forth, then back: a target's clock does not drift from program to program.
Step Writer::setclock() {
  static constexpr std::array<std::int64_t, 6> kBy{1'000'000,     50'000,        -50'000,
                                                   5'000'000'000, 7'500'000'000, -20'000'000'000};
  if (!can_.set_clock) {
    return steps::pending();
  }
  const Nanos back{-clock_set_by_.ns};
  return steps::setclock(ClockId::realtime, back == Nanos{} ? Nanos{draw_.element(kBy)} : back);
}

// Before each step: a forked process has so many, and threads take turns.
void Writer::take_turns() {
  if (!theme_.parties) {
    return;
  }
  if (acting() != 0 && left_in_fork_-- == 0) {
    close_fork();
  }
  if (plan_.parties().threads(acting()) > 1 && draw_.once_in(3)) {
    actor_ = some_thread();
  }
}

void Writer::close_fork() {
  finish_process();
  actor_ = acting();
  append(steps::exit());
  actor_ = some_thread();
}

}  // namespace timerlaw
