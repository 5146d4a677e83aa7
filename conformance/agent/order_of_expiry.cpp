// SPDX-License-Identifier: Apache-2.0
#include "conformance/agent/order_of_expiry.h"

#include "conformance/agent/clock.h"
#include "conformance/agent/cpus.h"
#include "conformance/agent/kernel.h"

namespace timerlaw::agent {
namespace {

constexpr int kTimers = 16;
constexpr int kRounds = 8;
constexpr std::int64_t kGap = 1'000;            // between two deadlines
constexpr std::int64_t kLead = 2'000'000;       // before the first
constexpr std::int64_t kLongLead = 50'000'000;  // of a machine that takes long to arm them
constexpr int kSignal = 35;                     // signals of one real-time number are queued as they come
constexpr long kAbsolute = 1;

struct Timers {
  std::int32_t ids[kTimers];
  int count = 0;
};

Timers make_timers() {
  Timers timers;
  for (; timers.count < kTimers; ++timers.count) {
    KernelSigevent event{};
    event.value = static_cast<std::uintptr_t>(timers.count);
    event.signo = kSignal;
    std::int32_t* id = &timers.ids[timers.count];
    if (call(nr::timer_create, static_cast<std::int32_t>(ClockId::monotonic), &event, id) != 0) {
      break;
    }
  }
  return timers;
}

// The last timer first: neither the order of arming nor that of the ids is the one of the deadlines.
void arm(const Timers& timers, std::int64_t first) {
  for (int i = timers.count - 1; i >= 0; --i) {
    const KernelItimerspec due{{0, 0}, timespec_of(first + i * kGap)};
    call(nr::timer_settime, timers.ids[i], kAbsolute, &due, 0);
  }
}

bool signals_come_in_order(int count) {
  const SigSet set{std::uint64_t{1} << (kSignal - 1)};
  const KernelTimespec patience{1, 0};
  bool in_order = true;
  std::uintptr_t next = 0;
  for (int taken = 0; taken < count; ++taken) {
    KernelSigInfo info{};
    long signo = 0;
    do {
      signo = call(nr::rt_sigtimedwait, &set, &info, &patience, kSigSetBytes);
    } while (signo == -kEintr);
    if (signo != kSignal) {
      break;
    }
    in_order = in_order && info.value >= next;
    next = info.value;
  }
  return in_order;
}

// In a process of its own: it pins itself, and blocks signals.
bool expire_in_order_here() {
  const SigSet all{~std::uint64_t{0}};
  call(nr::rt_sigprocmask, kSigBlock, &all, 0, kSigSetBytes);
  pin(0);
  const Timers timers = make_timers();
  std::int64_t lead = kLead;
  for (int round = 0; round < kRounds; ++round) {
    const std::int64_t first = read_clock(ClockId::monotonic) + lead;
    arm(timers, first);
    const bool armed_in_time = read_clock(ClockId::monotonic) < first;
    if (!signals_come_in_order(timers.count) && armed_in_time) {
      return false;
    }
    lead = armed_in_time || lead * 2 > kLongLead ? lead : lead * 2;
  }
  return true;
}

}  // namespace

bool timers_expire_in_order() {
  constexpr long kWall = 0x40000000;
  const long pid = call(nr::clone, 0, 0, 0, 0, 0);
  if (pid == 0) {
    call(nr::exit_group, expire_in_order_here() ? 0 : 1);
  }
  std::int32_t status = 0;
  while (pid > 0 && call(nr::wait4, pid, &status, kWall, 0) == -kEintr) {
  }
  return status == 0;
}

}  // namespace timerlaw::agent
