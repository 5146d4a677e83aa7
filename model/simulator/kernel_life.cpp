// SPDX-License-Identifier: Apache-2.0
// Threads and processes of the simulated machine begin, end, and become others.
#include <algorithm>

#include "model/simulator/kernel.h"

namespace timerlaw {

std::int64_t Kernel::next_pid() {
  last_pid_ += 1 + dice_.below(3);
  return last_pid_;
}

ProcessIndex Kernel::add_process(std::int64_t pid) {
  const ProcessIndex index = processes_.size();
  Process& process = processes_.emplace_back();
  process.pid = pid;
  process.real.hr = add_hrtimer(TimerKind::real, index);
  process.cpu_time = cpu_time_.add_process();
  return index;
}

ThreadIndex Kernel::add_thread(Party party, ProcessIndex process, std::int64_t tid, SigSet blocked) {
  const ThreadIndex index = threads_.size();
  Thread& thread = threads_.emplace_back();
  thread.party = party;
  thread.process = process;
  thread.tid = tid;
  thread.blocked = blocked;
  thread.cpu = interrupts_.child_cpu();
  thread.cpu_time = cpu_time_.add_thread(processes_[process].cpu_time);
  processes_[process].threads.push_back(index);
  parties_[party] = index;
  return index;
}

void Kernel::thread(Party party) {
  const ThreadIndex index = add_thread(party, me().process, next_pid(), me().blocked);
  threads_[index].offsets_of_children = me().offsets_of_children;
  look_for_signals(threads_[index]);
}

// LIFE-FORK.
void Kernel::fork(Party party) {
  const ProcessIndex index = add_process(next_pid());
  Process& child = processes_[index];
  const Process& parent = own();
  child.parent = me().process;
  child.forked_by = present_;
  child.disposition = parent.disposition;
  child.restarts = parent.restarts;
  child.cpu_limit = parent.cpu_limit;
  if (child.cpu_limit.due() != kNeverDue) {
    cpu_time_.timers_start(child.cpu_time, now());
  }
  child.sigpending_limit = parent.sigpending_limit;
  child.sigpending_hard_limit = parent.sigpending_hard_limit;
  child.offsets = me().offsets_of_children;
  const ThreadIndex first = add_thread(party, index, child.pid, mutant(M::fork_resets_mask) ? SigSet{} : me().blocked);
  threads_[first].offsets_of_children = child.offsets;
  child.restoring = mutant(M::restore_inherited) && parent.restoring;
  if (mutant(M::fork_keeps_id_counter)) {
    child.next_id = parent.next_id;
  }
  if (mutant(M::fork_keeps_pending)) {
    for (Signo signo = 1; signo <= kSigMax; ++signo) {
      if (parent.queue.bits().has(signo)) {
        child.queue.push({{signo, 0, kSiUser, 0, 0, 0, 0}, kNoTimer});
      }
    }
  }
  if (mutant(M::fork_keeps_itimer) && real_active()) {
    child.real.deadline = parent.real.deadline;
    child.real.interval = parent.real.interval;
    interrupts_.arm(child.real.hr, ClockId::monotonic, child.real.deadline);
  }
}

// LIFE-THR-2: what is in the thread's own queue goes with it.
void Kernel::release(Thread& thread) {
  thread.gone = true;
  cpu_time_.exits(thread.cpu_time, now());
  thread.cpu_timers.clear();
  thread.acts_at = kNever;
  thread.queue.remove_if([](const QueuedSignal&) { return true; }, [this](const QueuedSignal& s) { drop_entry(s); });
}

void Kernel::delete_timers(Process& process) {
  std::vector<std::size_t> all;
  for (const auto& [id, timer] : process.timers) {
    all.push_back(timer);
  }
  std::ranges::sort(all);
  for (const std::size_t timer : all) {
    delete_timer(timers_[timer]);
  }
}

// LIFE-EXIT.
void Kernel::end_process(Process& process) {
  for (const ThreadIndex index : process.threads) {
    threads_[index].exited = true;
    release(threads_[index]);
  }
  process.ended = true;
  tell_parent(process);
  process.cpu_timers.clear();
  interrupts_.cancel(process.real.hr);
  delete_timers(process);
  process.queue.remove_if([](const QueuedSignal&) { return true; }, [this](const QueuedSignal& s) { drop_entry(s); });
}

// SIGCHLD: of a process that stopped in any case, and then it is killed; of one that ended if it has called exec.
void Kernel::tell_parent(const Process& child) {
  constexpr std::int32_t kExited = 1, kKilled = 2, kStopped = 5;  // CLD_EXITED, ...
  if (child.parent == kNobody || processes_[child.parent].ended || ignores_children(processes_[child.parent])) {
    return;
  }
  const auto tell = [&](std::int32_t code, Signo status) {
    const SigInfo info{kSigChld,
                       0,
                       code,
                       static_cast<std::int32_t>(child.pid),
                       static_cast<std::int32_t>(uid_),
                       static_cast<std::uint64_t>(status),
                       0};
    send(info, threads_[child.forked_by], false);
  };
  const bool stopped = child.fatal != 0 && default_action(child.fatal) == DefaultAction::stop;
  if (stopped) {
    tell(kStopped, child.fatal);
  }
  if (child.tells_parent) {
    tell(child.fatal == 0 ? kExited : kKilled, stopped ? kSigKill : child.fatal);
  }
}

// How the party that forked sees it end. There is nothing to wait for if SIGCHLD would be sent and is ignored.
Signo Kernel::end_seen_by_parent(Party party) const {
  const Process& child = process_of(party);
  const bool stopped = child.fatal != 0 && default_action(child.fatal) == DefaultAction::stop;
  return child.tells_parent && !stopped && ignores_children(processes_[child.parent]) ? 0 : child.fatal;
}

void Kernel::bury(Party party) {
  Process& process = processes_[thread_of(party).process];
  if (!process.ended) {
    end_process(process);
  }
}

// The present thread ends; if it began its process by fork, or is its last, the process does.
void Kernel::exit() {
  Thread& thread = me();
  Process& process = own();
  const bool last = std::ranges::all_of(process.threads,
                                        [&](ThreadIndex index) { return index == present_ || threads_[index].exited; });
  if (last || (process.parent != kNobody && &thread == &leader(process))) {
    end_process(process);
    return;
  }
  thread.exited = true;
  stops(thread);
  if (mutant(M::thread_exit_deletes_timers)) {
    for (std::size_t i = 0; i < timers_.size(); ++i) {
      if (timers_[i].alive && timers_[i].made_by == present_) {
        delete_timer(timers_[i]);
      }
    }
  }
  if (thread.signalled) {
    retarget(thread, {~thread.blocked.bits});
  }
  if (&thread == &leader(process)) {
    return;
  }
  const auto at = std::ranges::find(process.threads, present_) - process.threads.begin();
  process.threads.erase(process.threads.begin() + at);
  if (process.next_target > static_cast<std::size_t>(at) || process.next_target >= process.threads.size()) {
    process.next_target = process.next_target == 0 ? 0 : process.next_target - 1;
  }
  release(thread);
}

// LIFE-EXEC, LIFE-EXEC-2, ID-3.
void Kernel::exec() {
  Process& process = own();
  Thread& thread = me();
  for (const ThreadIndex index : process.threads) {
    if (index != present_) {
      threads_[index].exited = true;
      release(threads_[index]);
    }
  }
  process.threads = {present_};
  process.next_target = 0;
  thread.tid = process.pid;
  if (!mutant(M::exec_keeps_timers)) {
    delete_timers(process);
  }
  const auto of_timer = [](const QueuedSignal& s) { return s.timer != kNoTimer || s.info.code == kSiTimer; };
  const auto drop = [this](const QueuedSignal& s) { drop_entry(s); };
  if (!mutant(M::exec_keeps_timers) && !mutant(M::exec_keeps_timer_signals)) {
    thread.queue.remove_if(of_timer, drop);
    process.queue.remove_if(of_timer, drop);
  }
  for (Disposition& disposition : process.disposition) {
    const bool stays =
        disposition == Disposition::handler ? mutant(M::exec_keeps_handlers) : !mutant(M::exec_unignores);
    disposition = stays ? disposition : Disposition::dflt;
  }
  if (mutant(M::exec_disarms_itimer)) {
    interrupts_.cancel(process.real.hr);
  }
  if (mutant(M::exec_restarts_ids)) {
    process.next_id = 0;
  }
  process.restarts = {};
  process.restoring = false;
  process.tells_parent = true;
  process.offsets = thread.offsets_of_children;
  for (std::vector<std::size_t>& parked : process.parked) {
    parked.clear();
  }
  look_for_signals(thread);
}

}  // namespace timerlaw
