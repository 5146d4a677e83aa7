// SPDX-License-Identifier: Apache-2.0
// CPU time as the simulated kernel accounts it. The time in user space and in the kernel grows by whole ticks, for the
// thread that a tick meets; the sum of both says how often. The exact time grows while a thread runs, and is brought up
// to date at ticks, when the thread stops, and when it is asked for.
#pragma once

#include <cstddef>
#include <vector>

#include "model/units.h"

namespace timerlaw {

struct CpuTimes {
  Nanos user;
  Nanos system;
  Nanos exact;
  // What a CPU-time clock reads: 0 PROF, 1 VIRT, 2 SCHED.
  constexpr Nanos of(int counts) const { return counts == 0 ? user + system : counts == 1 ? user : exact; }
  friend constexpr bool operator==(const CpuTimes&, const CpuTimes&) = default;
};

class CpuTime {
 public:
  using Process = std::size_t;
  using Thread = std::size_t;

  Process add_process();
  Thread add_thread(Process process);
  // It leaves its time to its process.
  void exits(Thread thread, Nanos now);

  // A CPU runs the thread from now on, or no longer. To tell it twice changes nothing.
  void runs(Thread thread, Nanos now);
  void stops(Thread thread, Nanos now);
  // A tick of this length meets the thread.
  void tick(Thread thread, Nanos now, Nanos length, bool in_user_space);

  CpuTimes of_thread(Thread thread, Nanos now);
  // While timers of the process count on it, what ticks and changes of threads have brought (CPU-11); otherwise the
  // sum over its threads.
  CpuTimes of_process(Process process, Nanos now);
  void timers_start(Process process, Nanos now);
  void timers_stop(Process process) { processes_[process].cached = false; }
  bool has_timers(Process process) const { return processes_[process].cached; }

 private:
  struct ThreadState {
    Process process = 0;
    CpuTimes times;
    bool running = false;
    Nanos since;  // up to where `exact` counts
    bool exited = false;
  };
  struct ProcessState {
    CpuTimes of_exited;
    bool cached = false;
    CpuTimes cache;
  };

  void bring_up_to_date(ThreadState& thread, Nanos now);
  CpuTimes sum(Process process, Nanos now);

  std::vector<ThreadState> threads_;
  std::vector<ProcessState> processes_;
};

}  // namespace timerlaw
