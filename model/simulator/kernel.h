// SPDX-License-Identifier: Apache-2.0
// The simulated kernel: processes and threads, timers, signals and the system calls that work on them. One thread at a
// time makes calls. A call happens at the machine's present instant; it takes time only where the real one waits.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "model/calls/checked.h"
#include "model/calls/compat.h"
#include "model/calls/conversions.h"
#include "model/facts.h"
#include "model/profile.h"
#include "model/simulator/dice.h"
#include "model/simulator/mutants.h"
#include "model/simulator/tasks.h"

namespace timerlaw {

// Who the program's first process is.
struct Identity {
  std::int64_t pid;
  std::int64_t uid;
  std::int64_t next_id;  // of the next timer
};

struct Machine {
  const Profile& profile;
  const TargetFacts& facts;
  Faults mutant;
  Nanos now;
  Nanos longest_handler;
};

class Kernel : private Expiry {
 public:
  Kernel(const Machine& machine, const Identity& identity, Dice& dice);

  // Calls of the present thread. A step's slot and origins are resolved before: `id` and literal times count.
  StepResult timer_create(const Step& step);
  StepResult timer_settime(const Step& step);
  StepResult timer_gettime(const Step& step);
  StepResult timer_getoverrun(const Step& step);
  StepResult timer_delete(const Step& step);
  StepResult setitimer(const Step& step);
  StepResult getitimer(const Step& step);
  StepResult alarm(const Step& step);
  StepResult sigpending();
  StepResult sigaction(const Step& step, Disposition disposition);
  StepResult kill(const Step& step);
  StepResult sigqueueinfo(const Step& step);
  StepResult sigtimedwait(const Step& step);
  StepResult read_timerfd(const Step& step);
  std::int64_t nanosleep(const TimeArg& duration);
  void block(SigSet set);
  void unblock(SigSet set);
  void set_mask(SigSet mask);
  SigSet blocked() const { return me().blocked; }
  void set_cpu(int cpu);
  void burn(Nanos length, SigSet until);
  StepResult restore(const Step& step);
  StepResult limit(const Step& step);
  StepResult setclock(const Step& step);
  StepResult timens(const Step& step);
  void thread(Party party);
  void fork(Party party);
  void exit();
  void exec();
  // Nothing is left of the process that `party` began.
  void bury(Party party);
  Signo end_seen_by_parent(Party party) const;

  // Parks the present thread; from now on that of `party` makes calls. It finishes the handler that it is in before.
  void switch_to(Party party);

  // Lets the machine run until `until` while the present thread is in the kernel, or in user space where handlers run.
  void run_in_kernel(Nanos until);
  void run_in_user_space(Nanos until);
  // What happens to the present thread's unblocked signals on its way back to user space. Whether a handler ran, and
  // then whether the first that did lets a call go on.
  std::optional<bool> deliver_signals(Nanos handler_time);
  Nanos some_handler_time() { return {dice_.below(machine_.longest_handler.ns)}; }

  Nanos now() const { return interrupts_.now(); }
  // As the party's process reads it.
  Nanos read_clock(ClockId clock, Party party);
  const std::vector<Delivery>& handled() const { return handled_; }
  // The signal that killed or stopped the party's process; 0 while it lives.
  Signo fatal(Party party) const { return process_of(party).fatal; }
  const Thread& thread_of(Party party) const { return threads_[parties_[party]]; }
  const Process& process_of(Party party) const { return processes_[thread_of(party).process]; }
  // The present thread waits for what never comes.
  bool hung() const { return hung_; }

 private:
  Thread& me() { return threads_[present_]; }
  const Thread& me() const { return threads_[present_]; }
  Process& own() { return processes_[me().process]; }
  const Process& own() const { return processes_[me().process]; }
  Process& process_of(const Thread& thread) { return processes_[thread.process]; }
  Thread& leader(const Process& process) { return threads_[process.threads.front()]; }
  bool dead() const { return own().fatal != 0 || own().ended; }
  Nanos now(ClockId clock) const { return interrupts_.now(clock); }
  Thread* running_on(int cpu);

  // kernel.cpp
  enum class TimerKind : std::uint8_t { wake, real, posix, tick };
  struct Owner {
    TimerKind kind;
    std::size_t index;
  };
  HrTimer add_hrtimer(TimerKind kind, std::size_t index);
  void expire(HrTimer hr, int cpu) override;
  bool next_event(Nanos limit);
  Nanos fault_early() const;
  // Without high resolution nothing comes twice in a tick.
  Nanos shortest_interval() const { return facts().high_resolution ? Nanos{1} : facts().tick; }
  void wait_for_callback(HrTimer hr);
  Nanos nanos_of(std::int64_t sec, std::int64_t frac, bool microseconds) const;
  Nanos saturating_sum(Nanos a, Nanos b) const;

  // kernel_ids.cpp
  PosixTimer* find(std::int64_t id);
  std::int64_t take_id();
  bool own_thread(std::int64_t tid, ThreadIndex& found);
  void delete_timer(PosixTimer& timer);

  // kernel_posix.cpp
  Wide forward_to(PosixTimer& timer, Nanos instant);
  StepResult read_posix(PosixTimer& timer, bool time32, bool old_value);
  void set_posix(PosixTimer& timer, const Step& step);
  Nanos on_host(ClockId clock, Nanos deadline) const;
  void arm_posix(PosixTimer& timer);

  // kernel_delivery.cpp
  std::size_t index_of(const PosixTimer& timer) const { return static_cast<std::size_t>(&timer - timers_.data()); }
  Thread* target_of(const PosixTimer& timer, Thread* present);
  SignalQueue& queue_of(const PosixTimer& timer);
  void expire_posix(std::size_t index, Thread* present);
  void rearm_ignored(PosixTimer& timer);
  void enqueue_timer(std::size_t index, Thread* present);
  void drop_entry(const QueuedSignal& entry);
  void unignore(Process& process, Signo signo);
  SigInfo info_of(const PosixTimer& timer, Wide overruns) const;
  SigInfo stale_info(const PosixTimer& timer) const;
  SigInfo deliver_timer(PosixTimer& timer);

  // kernel_itimer.cpp
  StepResult read_itimer(std::int32_t which, bool old_value);
  bool real_active() const;
  void set_real(std::int64_t sec, std::int64_t usec, Nanos interval);
  void rearm_real(Process& process);
  void expire_real(Process& process);

  // kernel_cpu_time.cpp
  bool in_jiffies() const;
  Nanos tick_length() const;
  void runs(Thread& thread);
  void stops(Thread& thread);
  void start_ticks();
  void tick(int cpu);
  void expire_cpu_timers(Thread& running);
  void count_jiffies(Thread& running, bool in_user_space);
  bool has_cpu_timers(const Process& process) const;
  Nanos read_cpu_clock(ClockId clock, Party party);
  Nanos cpu_now(const CpuTarget& target);
  bool is_gone(const CpuTarget& target) const;

  // kernel_cpu_itimer.cpp
  static CpuItimer& cpu_itimer(Process& process, std::int32_t which);
  Wide cpu_itimer_now(const Process& process, std::int32_t which);
  ItimerShown read_cpu_itimer(std::int32_t which, bool old_value);
  void set_cpu_itimer(std::int32_t which, const TimeArg& value, const TimeArg& interval);
  void expire_cpu_itimers(Thread& running, const CpuTimes& used);

  // kernel_cpu_timer.cpp
  std::optional<CpuTarget> cpu_target(std::int32_t id) const;
  CpuTimers& cpu_timers_of(const PosixTimer& timer);
  Wide forward_cpu_timer(PosixTimer& timer);
  StepResult read_cpu_timer(PosixTimer& timer, bool time32, bool old_value);
  void arm_cpu_timer(PosixTimer& timer);
  void cancel_cpu_timer(const PosixTimer& timer);
  StepResult set_gone_timer(PosixTimer& timer, const Step& step);
  void set_cpu_timer(PosixTimer& timer, bool absolute, const TimeArg& value);
  void expire_cpu_timer(std::size_t index, Thread* present);
  void rearm_cpu_timer(PosixTimer& timer);

  // kernel_jiffies.cpp
  ItimerShown read_itimer_in_jiffies(std::int32_t which);
  void set_real_in_jiffies(const TimeArg& value, const TimeArg& interval);
  void arm_real_in_jiffies(Process& process);
  void expire_real_in_jiffies(Process& process);
  StepResult setitimer_in_jiffies(const Step& step);
  StepResult alarm_in_jiffies(const Step& step);
  StepResult shown_itimer(const ItimerShown& shown) const;

  // kernel_signals.cpp
  bool discards_now(const Thread& test, Signo signo) const;
  void flush(Process& process, Signo signo);
  void flush_opposites(Process& process, Signo signo);
  int send(const SigInfo& info, Thread& to, bool thread_directed);
  bool push(SignalQueue& queue, const SigInfo& info, const Process& receiver);
  void complete(Thread& preferred, Signo signo, bool thread_directed);
  bool wants(const Thread& thread, Signo signo) const;
  void wake(Thread& thread);
  bool at_sigpending_limit(const Process& process) const;
  // The next signal of `set`, taken out of its queue; signo 0: none.
  SigInfo dequeue(Thread& thread, SigSet set);
  SigInfo take_entry(SignalQueue& from, Signo signo);
  SigSet pending(const Thread& thread) const;

  // kernel_handlers.cpp
  void look_for_signals(Thread& thread);
  void set_blocked(Thread& thread, SigSet mask);
  void retarget(Thread& thread, SigSet which);
  bool handlers_are_over() const { return handled_.size() >= kHandlerRuns; }
  bool starts_handler(Thread& thread, const SigInfo& info);
  void act(Thread& parked);

  // kernel_wait.cpp
  void wait_until(Nanos deadline);

  // kernel_life.cpp
  ThreadIndex add_thread(Party party, ProcessIndex process, std::int64_t tid, SigSet blocked);
  ProcessIndex add_process(std::int64_t pid);
  std::int64_t next_pid();
  void release(Thread& thread);
  void end_process(Process& process);
  static bool ignores_children(const Process& process) {
    return process.disposition[static_cast<std::size_t>(kSigChld)] == Disposition::ignore;
  }
  void tell_parent(const Process& child);
  void delete_timers(Process& process);

  bool mutant(M m) const { return machine_.mutant(m); }
  const Profile& profile() const { return machine_.profile; }
  const TargetFacts& facts() const { return machine_.facts; }
  Abi abi() const { return abi_; }

  const Machine machine_;
  const Abi abi_;
  const std::int64_t uid_;
  Dice& dice_;
  Interrupts interrupts_;
  std::vector<Owner> owners_;  // of the machine's timers
  HrTimer wake_ = 0;
  bool woken_ = false;

  Nanos tick_phase_;  // ticks come so long after multiples of their length
  JiffyClock jiffies_;
  std::array<HrTimer, kSimulatedCpus> ticks_{};
  CpuTime cpu_time_;
  bool in_user_space_ = false;

  std::deque<Process> processes_;
  std::deque<Thread> threads_;
  std::array<ThreadIndex, kParties> parties_{};
  ThreadIndex present_ = 0;
  ThreadIndex acting_ = 0;  // in the kernel at this instant: the present thread, or a parked one that was woken
  std::int64_t last_pid_;

  std::vector<PosixTimer> timers_;
  std::set<std::int64_t> ids_in_use_;  // in all processes, where ids are the machine's
  std::int64_t charged_ = 0;           // of RLIMIT_SIGPENDING
  std::vector<Delivery> handled_;
  bool hung_ = false;
};

}  // namespace timerlaw
