// SPDX-License-Identifier: Apache-2.0
// The simulated kernel, seen by its one process of one thread: timers, signals and the system calls that work on them.
// A call happens at the machine's present instant; it takes time only where the real one waits.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "model/calls/checked.h"
#include "model/calls/conversions.h"
#include "model/calls/signals.h"
#include "model/calls/timer_signal.h"
#include "model/facts.h"
#include "model/profile.h"
#include "model/simulator/dice.h"
#include "model/simulator/interrupts.h"
#include "model/simulator/mutants.h"
#include "model/simulator/signal_queue.h"

namespace timerlaw {

// Who the process is.
struct Process {
  std::int64_t pid;
  std::int64_t uid;
  std::int64_t next_id;  // of the next timer
};

class Kernel : private Expiry {
 public:
  Kernel(const Profile& profile, const TargetFacts& facts, const Process& process, Faults mutant, Dice& dice,
         Nanos now);

  // Calls. A step's slot and origins are resolved before: `id` and literal times count.
  StepResult timer_create(const Step& step);
  StepResult timer_settime(const Step& step);
  StepResult timer_gettime(const Step& step);
  StepResult timer_getoverrun(const Step& step);
  StepResult timer_delete(const Step& step);
  StepResult setitimer(const Step& step);
  StepResult getitimer(const Step& step);
  StepResult alarm(const Step& step);
  StepResult restore(const Step& step);
  StepResult sigpending();
  StepResult sigaction(const Step& step, Disposition disposition);
  StepResult kill(const Step& step);
  StepResult sigtimedwait(const Step& step);
  std::int64_t nanosleep(const TimeArg& duration);
  void block(SigSet set);
  void unblock(SigSet set);
  void set_mask(SigSet mask);
  SigSet blocked() const { return blocked_; }
  void set_cpu(int cpu);

  // Lets the machine run until `until` while the child is in the kernel, or in user space where handlers run.
  void run_in_kernel(Nanos until);
  void run_in_user_space(Nanos until);
  // What happens to unblocked signals on the way back to user space.
  void deliver_signals(Nanos handler_time);

  Nanos now() const { return interrupts_.now(); }
  Nanos now(ClockId clock) const { return interrupts_.now(clock); }
  const std::vector<Delivery>& handled() const { return handled_; }
  // The signal that killed or stopped the process; 0 while it lives.
  Signo fatal() const { return fatal_; }
  // It waits for what never comes.
  bool hung() const { return hung_; }

 private:
  struct PosixTimer {
    std::int64_t id = 0;
    ClockId clock{};
    ClockId base{};
    bool silent = false;           // SIGEV_NONE
    bool thread_directed = false;  // SIGEV_THREAD_ID
    Signo signo = 0;
    std::uint64_t sival = 0;
    bool alive = true;
    HrTimer hr = 0;
    Nanos deadline;
    Nanos interval;
    bool set = false;  // has a deadline; what SIGEV_NONE has in place of a status
    TimerSignal signal;
    Wide overrun = -1;               // since the last delivery
    Wide last_overrun = 0;           // reported by the last delivery
    std::int64_t refires = 0;        // expiries that found the entry in its queue
    std::int32_t settings = 0;       // the classic engine's counter: odd while the signal of this setting is to come
    std::int32_t entry_setting = 0;  // its value in the entry; 0 if delivery does not rearm
  };
  struct RealTimer {
    HrTimer hr = 0;
    Nanos deadline;
    Nanos interval;
  };

  // Expiry
  void expire(HrTimer hr) override;
  void expire_posix(std::size_t index);
  void expire_real();
  Nanos fault_early() const;

  // kernel_posix.cpp
  PosixTimer* find(std::int64_t id);
  std::int64_t take_id();
  std::int64_t take_restored_id(std::int64_t id);
  Wide forward_to(PosixTimer& timer, Nanos instant);
  StepResult read_posix(PosixTimer& timer);
  void set_posix(PosixTimer& timer, const Step& step);
  void arm_posix(PosixTimer& timer);
  void rearm_ignored(PosixTimer& timer);
  void wait_for_callback(HrTimer hr);
  SigInfo info_of(const PosixTimer& timer, Wide overruns) const;
  SigInfo stale_info(const PosixTimer& timer) const;
  SigInfo deliver_timer(PosixTimer& timer);

  // kernel_itimer.cpp
  StepResult read_itimer(std::int32_t which) const;
  // Queued, or its callback has not ended.
  bool real_active() const { return interrupts_.queued(real_.hr) || interrupts_.running(real_.hr); }
  void set_real(std::int64_t sec, std::int64_t usec, Nanos interval);
  void rearm_real();

  // kernel_signals.cpp
  bool discards_now(Signo signo) const;
  SignalQueue& queue(bool thread_directed) { return thread_directed ? thread_queue_ : process_queue_; }
  void flush(Signo signo);
  void flush_opposites(Signo signo);
  void send(const SigInfo& info, bool thread_directed);
  void send_timer(std::size_t index);
  void enqueue_timer(std::size_t index);
  void unignore(Signo signo);
  void note_fatal(Signo signo);
  // The next signal of `set`, taken out of its queue; signo 0: none.
  SigInfo dequeue(SigSet set);
  SigInfo take_entry(SignalQueue& from, Signo signo);
  SigSet pending() const;
  bool interrupted(SigSet waited_for = {}) const;
  void wait_until(Nanos deadline, SigSet waited_for);
  void handle(const SigInfo& info, Nanos handler_time);

  Nanos nanos_of(std::int64_t sec, std::int64_t frac, bool microseconds) const;
  Nanos saturating_sum(Nanos a, Nanos b) const;
  bool mutant(M m) const { return mutant_(m); }

  const Profile& profile_;
  const TargetFacts& facts_;
  Process process_;
  Faults mutant_;
  Dice& dice_;
  Interrupts interrupts_;

  RealTimer real_;
  std::array<Nanos, 3> cpu_interval_{};  // of ITIMER_VIRTUAL and ITIMER_PROF, which never run here
  HrTimer wake_;
  bool woken_ = false;
  std::vector<PosixTimer> timers_;
  std::unordered_map<std::int64_t, std::size_t> by_id_;

  SigSet blocked_;
  std::array<Disposition, kSigMax + 1> disposition_{};
  SignalQueue process_queue_;
  SignalQueue thread_queue_;
  std::array<std::vector<std::size_t>, kSigMax + 1> parked_;  // timers that were parked, by signal, oldest first
  std::vector<Delivery> handled_;
  bool restoring_ = false;
  Signo fatal_ = 0;
  bool hung_ = false;
};

}  // namespace timerlaw
