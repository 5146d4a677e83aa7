// SPDX-License-Identifier: Apache-2.0
// One possible world: everything the oracle believes about the kernel's state, factored by timer.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "model/calls/signals.h"
#include "model/oracle/deadline.h"
#include "model/oracle/possible.h"
#include "model/oracle/possible_real.h"

namespace timerlaw {

// Visits every signal of a set, given as its bits.
template <class Visit>
void for_each_signal(std::uint64_t bits, Visit&& visit) {
  for (; bits != 0; bits &= bits - 1) {
    visit(static_cast<Signo>(std::countr_zero(bits) + 1));
  }
}

// When an entry joined its queue, and what that says about its order. Instants are on MONOTONIC.
struct Place {
  Range at = kNothing;  // of queueing
  bool fired = false;   // by an expiry on the only CPU: then key, deadline, rank and order count too
  Range key =
      kNothing;  // the later of deadline and arming: the timer has fired exactly when the hidden instant H reached it
  Range deadline = kNothing;  // on the timer's base clock
  int rank = 0;               // of the base clock within one interrupt
  std::uint32_t order = 0;    // of arming: breaks ties of equal deadlines
};

// Lists of hot timers are tidied up only from this length on.
inline constexpr std::size_t kManyHot = 32;
inline constexpr std::size_t kNoWidth = ~std::size_t{0};
inline constexpr std::uint32_t kNeverSet = ~std::uint32_t{0};

struct OracleTimer {
  TimerId id{};
  ClockId clock{};
  Signo signo = 0;
  std::uint64_t sival = 0;
  bool notify_none = false;
  bool thread_directed = false;
  bool null_sevp = false;
  bool alive = true;
  bool outside = false;  // on a clock that the law says nothing about
  bool known =
      true;  // false: outside, or its state was lost in a divergence: anything is accepted until it is set again
  Wide hot_since = 0;  // its key, from below, when it became hot: no entry of it was queued before
  bool hot = false;    // in World::hot
  PossibleSignals signal{TimerSignal{}};
  Deadline deadline;  // on `base`
  ClockId base{};
  Range armed = kNothing;            // when it was armed, on MONOTONIC
  Wide unfired_until = 0;            // seen unfired at this instant, on MONOTONIC
  Range last{0, 0};                  // what timer_getoverrun returns
  bool last_counts_periods = false;  // last was not observed: it is one less than the intervals the deadline moved by
  Place place;
  std::size_t width = kNoWidth;  // of this deadline, in Judgement::deadline_widths
  std::uint32_t order = 0;
  std::uint32_t armed_by = kNeverSet;  // the step that armed or disarmed it
};

struct RealTimer {
  PossibleReal signal;
  Deadline deadline;
  Wide interval = 0;
  Range armed = kNothing;
  Wide unfired_until = 0;
  Place place;
  bool known = true;
  bool merged = false;  // its last expiry certainly met another SIGALRM
  std::uint32_t order = 0;
  std::uint32_t armed_by = 0;
};

// An entry that kill or tgkill put into a queue.
struct Sent {
  Signo signo = 0;
  bool thread_directed = false;
  bool maybe = false;  // it may have merged with an entry that was there already
  Place place;
};

// Timers that may have fired by an instant, earliest first.
struct Due {
  Wide at;
  std::int32_t timer;
  std::uint32_t order;  // of the arming that it speaks of
};

struct World {
  SigSet blocked;
  std::array<Disposition, kSigMax + 1> disposition{};
  std::int64_t first_id = 0;
  std::int64_t next_id = 0;
  bool next_id_known = true;
  bool id_burnt = false;  // a failing timer_create used an id up since the last success
  bool moved = false;     // the child ran on more than one CPU: no order between timers
  bool undecided = false;
  Wide fired_through = 0;  // every timer of the CPU with a key up to here has fired (H, from below)
  std::uint32_t fired_through_by = 0;
  std::uint32_t next_order = 1;
  std::uint32_t handler_runs = 0;
  std::vector<OracleTimer> timers;    // every timer of the program, deleted ones too
  std::vector<std::int32_t> by_id;    // (id - first_id) → index of the live timer, or -1
  std::vector<std::int32_t> by_slot;  // slot → index, or -1: its create never succeeded
  std::vector<Due> due;               // a heap
  SigSet hot_signals;
  // Signals whose hot timers have to be looked at one by one: they are not in the order of hot_since, or some are
  // directed at the thread, or may have a stale entry.
  SigSet hot_unordered;
  std::array<std::vector<std::int32_t>, kSigMax + 1> hot;  // timers that may have fired or have an entry, by signal
  RealTimer real;
  std::vector<Sent> sent;
  // ITIMER_VIRTUAL and ITIMER_PROF: known as long as they were never armed.
  std::array<bool, 3> cpu_timer_known{true, true, true};
  std::array<Wide, 3> cpu_timer_interval{0, 0, 0};
};

}  // namespace timerlaw
