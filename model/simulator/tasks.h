// SPDX-License-Identifier: Apache-2.0
// Threads and processes of the simulated machine, and the timers that belong to a process.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/calls/signals.h"
#include "model/calls/timer_signal.h"
#include "model/eval.h"
#include "model/simulator/cpu_itimer.h"
#include "model/simulator/cpu_time.h"
#include "model/simulator/cpu_timers.h"
#include "model/simulator/interrupts.h"
#include "model/simulator/jiffy_itimer.h"
#include "model/simulator/signal_queue.h"

namespace timerlaw {

using ThreadIndex = std::size_t;
using ProcessIndex = std::size_t;
inline constexpr std::size_t kNobody = ~std::size_t{0};

// How far the clocks of a time namespace are ahead of the machine's.
struct ClockOffsets {
  Nanos monotonic;
  Nanos boottime;
};

// One thread makes calls; the others are parked: they sleep in the kernel, where a signal can wake them.
struct Thread {
  Party party = 0;
  std::int64_t tid = 0;
  ProcessIndex process = 0;
  int cpu = 0;
  SigSet blocked;
  SigSet real_blocked;  // while it waits in rt_sigtimedwait: its mask, for `blocked` leaves out what it waits for
  SignalQueue queue;
  ClockOffsets offsets_of_children;  // of the processes that it forks, and of its own after exec
  CpuTime::Thread cpu_time = 0;
  CpuTimers cpu_timers;
  bool signalled = false;  // it looks for signals before it returns to user space
  bool sleeping = false;   // in a call
  bool parked = true;
  bool exited = false;  // a leader that exits alone is still there
  bool gone = false;
  // Of a parked thread:
  bool in_handler = false;
  SigSet mask_after_handler;
  Nanos acts_at = kNever;  // when it wakes, or its handler returns
};

// Whose CPU time a timer counts: of a thread, or of a process. `counts`: 0 PROF, 1 VIRT, 2 SCHED.
struct CpuTarget {
  bool of_thread;
  std::size_t whose;
  int counts;
};

struct PosixTimer {
  std::int64_t id = 0;
  ProcessIndex process = 0;
  ThreadIndex made_by = 0;
  ClockId clock{};
  ClockId base{};
  bool silent = false;                // SIGEV_NONE
  ThreadIndex directed_to = kNobody;  // SIGEV_THREAD_ID
  Signo signo = 0;
  std::uint64_t sival = 0;
  bool alive = true;
  HrTimer hr = 0;
  Nanos deadline;
  std::optional<CpuTarget> cpu;
  Wide cpu_deadline = 0;  // in place of `deadline`, where it counts CPU time
  Nanos interval;
  bool set = false;  // has a deadline; what SIGEV_NONE has in place of a status
  TimerSignal signal;
  Wide overrun = -1;               // since the last delivery
  Wide last_overrun = 0;           // reported by the last delivery
  std::int64_t refires = 0;        // expiries that found the entry in its queue
  std::int32_t settings = 0;       // the classic engine's counter: odd while the signal of this setting is to come
  std::int32_t entry_setting = 0;  // its value in the entry; 0 if delivery does not rearm
};

struct SimulatedReal {
  HrTimer hr = 0;
  Nanos deadline;
  Nanos interval;
};

inline constexpr std::int64_t kNoLimit = -1;

struct Process {
  std::int64_t pid = 0;
  ProcessIndex parent = kNobody;
  ThreadIndex forked_by = 0;         // which waits for its end
  bool tells_parent = false;         // its end sends SIGCHLD: fork does without, exec sets that again
  std::vector<ThreadIndex> threads;  // the leader first
  std::size_t next_target = 0;       // whom a signal is offered to first, once the preferred thread does not want it
  Signo fatal = 0;                   // what killed, or stopped, it
  bool ended = false;

  std::array<Disposition, kSigMax + 1> disposition{};
  SigSet restarts;  // signals whose handler has SA_RESTART
  SignalQueue queue;
  std::array<std::vector<std::size_t>, kSigMax + 1> parked;  // timers that were parked, by signal, oldest first

  SimulatedReal real;
  CpuItimer virt;
  CpuItimer prof;
  JiffyRealTimer jiffy_real;  // Linux 2.0 has these three in place of the others
  JiffyCpuItimer jiffy_virt;
  JiffyCpuItimer jiffy_prof;
  CpuTime::Process cpu_time = 0;
  CpuTimers cpu_timers;
  std::int64_t next_id = 0;
  bool restoring = false;
  std::unordered_map<std::int64_t, std::size_t> timers;  // by id

  CpuLimit cpu_limit;
  std::int64_t sigpending_limit = kNoLimit;
  std::int64_t sigpending_hard_limit = kNoLimit;
  ClockOffsets offsets;
};

}  // namespace timerlaw
