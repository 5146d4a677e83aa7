// SPDX-License-Identifier: Apache-2.0
// One possible world: everything the oracle believes about the kernel's state, factored by timer.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <utility>
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

// Whose queue an entry is in: a party's, or its process's.
using Target = std::int8_t;
inline constexpr Target kProcess = -1;

// When an entry joined its queue, and what that says about its order. Instants are on MONOTONIC.
struct Place {
  Range at = kNothing;  // of queueing
  bool fired = false;   // by an expiry on the only CPU: then key, deadline, rank and order count too
  Range key =
      kNothing;  // the later of deadline and arming: the timer has fired exactly when the hidden instant H reached it
  Range deadline = kNothing;  // on the timer's base clock
  int rank = 0;               // of the base clock within one interrupt
  std::uint32_t order = 0;    // of arming: breaks ties of equal deadlines
  ClockId ticks{};            // by a tick of this CPU time: `key` is when it was armed
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
  Target to = kProcess;
  bool target_gone = false;  // the thread it signals has exited
  bool null_sevp = false;
  bool alive = true;
  bool cpu_time = false;    // counts CPU time: fires at ticks, in no order with the others
  bool clock_gone = false;  // whose CPU time it counts has exited
  Wide ahead = -1;          // intervals that may have been counted before its clock was set, which -1 says it was not
  bool counted_before = false;  // periods of an earlier setting were counted, perhaps, and never reported (OVR-9)
  bool wakes = false;           // on an alarm clock: in no order with the others
  bool outside = false;         // on a clock that the law says nothing about
  bool known =
      true;  // false: outside, or its state was lost in a divergence: anything is accepted until it is set again
  Wide hot_since = 0;  // its key, from below, when it became hot: no entry of it was queued before
  bool hot = false;    // in World::hot
  PossibleSignals signal{TimerSignal{}};
  Deadline deadline;  // on `base`
  ClockId base{};
  Range armed = kNothing;                // when it was armed, on MONOTONIC
  Wide unfired_until = 0;                // seen unfired at this instant, on MONOTONIC
  std::optional<Deadline> ignored_from;  // the first expiry that was ignored: overruns count from it (OVR-6)
  Range refires{0, 0};                   // expiries that found the entry queued, since it was (OVR-5)
  bool queued_when_armed = false;        // the entry of an earlier setting certainly was queued then
  bool maybe_queued_when_armed = false;
  bool relative = false;             // to when it was set
  bool synchronous = false;          // it may have been due when it was set, and queued without an interrupt
  bool dead = false;                 // its entry was discarded, and nothing rearms it (PTC-FLUSH)
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
  // Linux 2.0, where it is armed again when it expires: its deadline before it may first have expired since its SIGALRM
  // was last known not to be pending.
  std::optional<Deadline> unexpired;
  bool lossy = false;      // since then an expiry may have left no SIGALRM
  bool left_over = false;  // a SIGALRM of an earlier setting may be pending
  std::uint32_t order = 0;
  std::uint32_t armed_by = 0;
};

// An entry that kill, tgkill or rt_sigqueueinfo put into a queue.
struct Sent {
  SigInfo info;
  Target to = kProcess;
  bool maybe = false;   // it may have merged with an entry that was there already, or be gone unseen
  bool bare = false;    // RLIMIT_SIGPENDING may have left only its number (SIG-INFO-7)
  bool exited = false;  // SIGCHLD of a forked process: what follows its uid counts its time
  Place place;
  Signo signo() const { return info.signo; }
};

// What a thread may have taken before the program let go of it: its handler notes it when the thread goes on.
struct OnItsWay {
  Sent entry;
  std::optional<Wide> most_overruns;  // of a timer's
  std::uint32_t until = 0;            // the step that set the timer again, or took the handler away
};

// ITIMER_VIRTUAL, ITIMER_PROF, and the soft RLIMIT_CPU, which behaves like one of a second. The deadline is
// first + fires * interval: it moves on by one interval at a time, at ticks.
struct CpuItimer {
  Signo signo = 0;
  bool known = true;
  bool armed = false;       // a one-shot that has fired is still `armed` here, with fires 1
  Range first{0, 0};        // deadline before the first expiry, on the timer's clock
  Wide interval = 0;        // a one-shot: 0
  Wide shown_interval = 0;  // kept even when it is not armed (ITC-1)
  Range fires{0, 0};        // expiries since it was set
  Range seen{0, 0};         // those of them that had happened when its signal was last known not to be pending
  bool left_over = false;   // an expiry of an earlier setting may be pending
  bool lossy = false;       // an expiry may have left no entry of its own: ignored, or merged with another's
  bool rounded = false;     // each deadline is one of several on the grid: less than a jiffy apart (ITC-10)
  Place place{};
  std::uint32_t armed_by = 0;
};

// One thread, as far as signals go.
struct ThreadState {
  bool alive = false;
  SigSet blocked;
};

// Timers that may have fired by an instant, earliest first.
struct Due {
  Wide at;
  std::int32_t timer;
  std::uint32_t order;  // of the arming that it speaks of
};

// One process of the program.
struct ProcessState {
  std::array<ThreadState, kParties> threads;  // by party
  Party leader = 0;
  std::array<Disposition, kSigMax + 1> disposition{};
  std::int64_t first_id = 0;
  std::int64_t next_id = 0;
  bool next_id_known = true;
  bool id_burnt = false;                     // a failing timer_create used an id up since the last success
  bool restoring = false;                    // ids are restored (ID-4)
  bool tells_parent = false;                 // its end sends SIGCHLD: exec sets that again
  Wide sigpending_limit = kFar;              // RLIMIT_SIGPENDING, if the program set it
  std::array<bool, kSigMax + 1> restarts{};  // the handler has SA_RESTART
  bool silent = false;                       // a SIGEV_NONE timer was armed
  std::vector<OracleTimer> timers;           // every timer of the program, deleted ones too
  std::vector<std::int32_t> by_id;           // (id - first_id) → index of the live timer, or -1
  std::vector<std::pair<std::int64_t, std::int32_t>> far_ids;  // as by_id, of ids that are far from first_id
  std::vector<Due> due;                                        // a heap
  SigSet hot_signals;
  // Signals whose hot timers have to be looked at one by one: they are not in the order of hot_since, or some are
  // directed at the thread, or may have a stale entry.
  SigSet hot_unordered;
  std::array<std::vector<std::int32_t>, kSigMax + 1> hot;  // timers that may have fired or have an entry, by signal
  RealTimer real;
  std::vector<Sent> sent;
  std::vector<OnItsWay> on_its_way;
  std::array<CpuItimer, 3> cpu_itimers{CpuItimer{.signo = kSigVtalrm}, CpuItimer{.signo = kSigProf},
                                       CpuItimer{.signo = kSigXcpu}};
};
inline constexpr std::size_t kVirt = 0, kProf = 1, kXcpu = 2;

struct World : ProcessState {
  std::vector<ProcessState> waiting;  // the parents, from the outermost on, of the process that performs the steps
  std::vector<std::int64_t> by_slot;  // slot → id, or -1: its create never succeeded
  std::vector<ClockId> slot_clocks;   // slot → what the agent counts its times from
  // The child ran on more than one CPU, or the target expires timers in no order: there is none between them, and calls
  // can look while an expiry is under way.
  bool moved = false;
  bool undecided = false;
  Wide fired_through = 0;  // every timer of the CPU with a key up to here has fired (H, from below)
  std::uint32_t fired_through_by = 0;
  std::uint32_t next_order = 1;
  std::uint32_t handler_runs = 0;
  Range phase{0, 9'999'999};          // Linux 2.0: what a jiffy begins at, modulo 10 ms
  std::uint32_t died_at = kNeverSet;  // the first step that the forked process did not perform
};

}  // namespace timerlaw
