// SPDX-License-Identifier: Apache-2.0
#include "model/simulator/cpu_time.h"

#include <algorithm>

namespace timerlaw {
namespace {

void add(CpuTimes& to, const CpuTimes& more) {
  to.user = to.user + more.user;
  to.system = to.system + more.system;
  to.exact = to.exact + more.exact;
}

}  // namespace

CpuTime::Process CpuTime::add_process() {
  processes_.emplace_back();
  return processes_.size() - 1;
}

CpuTime::Thread CpuTime::add_thread(Process process) {
  threads_.emplace_back().process = process;
  return threads_.size() - 1;
}

void CpuTime::bring_up_to_date(ThreadState& thread, Nanos now) {
  if (!thread.running) {
    return;
  }
  const Nanos ran = now - thread.since;
  thread.since = now;
  thread.times.exact = thread.times.exact + ran;
  ProcessState& process = processes_[thread.process];
  if (process.cached) {
    process.cache.exact = process.cache.exact + ran;
  }
}

void CpuTime::exits(Thread thread, Nanos now) {
  stops(thread, now);
  ThreadState& state = threads_[thread];
  state.exited = true;
  add(processes_[state.process].of_exited, state.times);
}

void CpuTime::runs(Thread thread, Nanos now) {
  ThreadState& state = threads_[thread];
  if (!state.running) {
    state.running = true;
    state.since = now;
  }
}

void CpuTime::stops(Thread thread, Nanos now) {
  ThreadState& state = threads_[thread];
  bring_up_to_date(state, now);
  state.running = false;
}

void CpuTime::tick(Thread thread, Nanos now, Nanos length, bool in_user_space) {
  ThreadState& state = threads_[thread];
  bring_up_to_date(state, now);
  CpuTimes more;
  (in_user_space ? more.user : more.system) = length;
  add(state.times, more);
  ProcessState& process = processes_[state.process];
  if (process.cached) {
    add(process.cache, more);
  }
}

CpuTimes CpuTime::of_thread(Thread thread, Nanos now) {
  bring_up_to_date(threads_[thread], now);
  return threads_[thread].times;
}

CpuTimes CpuTime::sum(Process process, Nanos now) {
  CpuTimes all = processes_[process].of_exited;
  for (ThreadState& thread : threads_) {
    if (thread.process == process && !thread.exited) {
      bring_up_to_date(thread, now);
      add(all, thread.times);
    }
  }
  return all;
}

CpuTimes CpuTime::of_process(Process process, Nanos now) {
  return processes_[process].cached ? processes_[process].cache : sum(process, now);
}

void CpuTime::timers_start(Process process, Nanos now) {
  ProcessState& state = processes_[process];
  if (!state.cached) {
    state.cache = sum(process, now);
    state.cached = true;
  }
}

}  // namespace timerlaw
