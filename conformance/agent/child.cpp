// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/child.h"

#include "conformance/agent/cpus.h"
#include "conformance/agent/kernel.h"
#include "conformance/agent/pages.h"

namespace timerlaw::agent {
namespace {

constexpr long kSetPdeathsig = 1;  // prctl(2)
constexpr long kSetTimerslack = 29;
constexpr long kTimerCreateRestoreIds = 77;  // 0: off
constexpr long kFutexWait = 0;
constexpr std::int64_t kPage = 4096;

// Maps memory before a program runs, so that no bracket holds a page fault. Changes nothing, whoever writes beside.
void touch(void* begin, std::int64_t size) {
  for (std::int64_t at = 0; at < size; at += kPage) {
    __atomic_fetch_or(static_cast<char*>(begin) + at, 0, __ATOMIC_RELAXED);
  }
}

void set_up(const ChildStart& start, long agent) {
  call(nr::prctl, kSetPdeathsig, kSigKill, 0, 0, 0);
  if (call(nr::getppid) != agent) {
    call(nr::exit_group, 1);
  }
  // A process group of its own, whose parent is in another one of the same session: only there do SIGTSTP and its
  // like stop a process, wherever the agent was started.
  call(nr::setpgid, 0, 0);
  const KernelSigaction plain{};
  call(nr::rt_sigaction, kSigChld, &plain, 0, kSigSetBytes);
  set_starting_mask();
  call(nr::prctl, kSetTimerslack, 1, 0, 0, 0);
  call(nr::prctl, kTimerCreateRestoreIds, 0, 0, 0, 0);
  pin(start.settings.cpu);
  if (!set_up_pages()) {
    call(nr::exit_group, 1);
  }
  warm_up();
}

std::uint32_t touched = 0;  // the ring's entries, one bit each

void run_entry(const ChildStart& start, std::uint32_t sequence) {
  Ring& ring = *start.ring;
  const std::uint32_t bit = std::uint32_t{1} << (sequence % kRingSlots);
  if ((touched & bit) == 0) {
    touched |= bit;
    touch(&entry(ring, sequence), sizeof(Entry));
  }
  run_program(entry(ring, sequence), start.settings);
  if (!start.fresh) {
    reset_child(start.settings);
  }
  store(ring.completed, sequence + 1);
  if (load(ring.wake_at) == sequence + 1 || !before(sequence + 1, load(ring.released))) {
    const std::uint64_t one = 1;
    call(nr::write, start.wake_fd, &one, sizeof(one));
  }
}

[[noreturn]] void run(const ChildStart& start, long agent) {
  set_up(start, agent);
  Ring& ring = *start.ring;
  while (!start.fresh) {
    const std::uint32_t released = load(ring.released);
    const std::uint32_t next = load(ring.completed);
    if (before(next, released)) {
      run_entry(start, next);
    } else {
      call(nr::futex, &ring.released, kFutexWait, released, 0, 0, 0);
    }
  }
  run_entry(start, load(ring.completed));
  call(nr::exit_group, 0);
  __builtin_unreachable();
}

}  // namespace

long start_child(const ChildStart& start) {
  const long agent = call(nr::getpid);
  const long pid = call(nr::clone, kSigChld, 0, 0, 0, 0);
  if (pid == 0) {
    run(start, agent);
  }
  return pid;
}

}  // namespace timerlaw::agent
